@NullMarked
package moltbot.breaker.circuit;

import org.jspecify.annotations.NullMarked;
