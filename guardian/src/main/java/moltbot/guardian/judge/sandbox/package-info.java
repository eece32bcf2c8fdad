/// Judges what canaries reached.
@NullMarked
package moltbot.guardian.judge.sandbox;

import org.jspecify.annotations.NullMarked;
