@NullMarked
package moltbot.breaker.identity;

import org.jspecify.annotations.NullMarked;
