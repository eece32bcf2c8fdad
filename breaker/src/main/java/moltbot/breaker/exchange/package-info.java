/// One HTTP exchange as the rest of the breaker sees it, whatever codec is below.
@NullMarked
package moltbot.breaker.exchange;

import org.jspecify.annotations.NullMarked;
