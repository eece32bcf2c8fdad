/// Has canaries run inside sandboxes.
@NullMarked
package moltbot.guardian.observe.sandbox;

import org.jspecify.annotations.NullMarked;
