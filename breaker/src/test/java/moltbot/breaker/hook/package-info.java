@NullMarked
package moltbot.breaker.hook;

import org.jspecify.annotations.NullMarked;
