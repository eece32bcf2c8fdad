/// Judges how the house meets strangers.
@NullMarked
package moltbot.guardian.judge.door;

import org.jspecify.annotations.NullMarked;
