/// The gateway's own front: settings, link operations, and [moltbot.gateway.Main] which puts the parts together.
@NullMarked
package moltbot.gateway;

import org.jspecify.annotations.NullMarked;
