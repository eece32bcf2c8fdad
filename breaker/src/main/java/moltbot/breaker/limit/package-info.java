/// How often somebody may ask.
@NullMarked
package moltbot.breaker.limit;

import org.jspecify.annotations.NullMarked;
