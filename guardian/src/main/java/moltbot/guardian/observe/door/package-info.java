/// Asks control how the house meets strangers.
@NullMarked
package moltbot.guardian.observe.door;

import org.jspecify.annotations.NullMarked;
