@NullMarked
package moltbot.breaker.factor;

import org.jspecify.annotations.NullMarked;
