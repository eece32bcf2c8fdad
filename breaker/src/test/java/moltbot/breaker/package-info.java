@NullMarked
package moltbot.breaker;

import org.jspecify.annotations.NullMarked;
