@NullMarked
package moltbot.breaker.mark;

import org.jspecify.annotations.NullMarked;
