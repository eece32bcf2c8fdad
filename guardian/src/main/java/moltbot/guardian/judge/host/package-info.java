/// Judges this machine's processes, programs and places.
@NullMarked
package moltbot.guardian.judge.host;

import org.jspecify.annotations.NullMarked;
