@NullMarked
package moltbot.breaker.throttle;

import org.jspecify.annotations.NullMarked;
