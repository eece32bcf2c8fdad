/// Questions to routers and neighbours.
@NullMarked
package moltbot.guardian.observe.wire;

import org.jspecify.annotations.NullMarked;
