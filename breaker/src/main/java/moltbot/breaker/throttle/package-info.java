/// What makes guessing slow and cheap to bear, whatever is guessed.
@NullMarked
package moltbot.breaker.throttle;

import org.jspecify.annotations.NullMarked;
