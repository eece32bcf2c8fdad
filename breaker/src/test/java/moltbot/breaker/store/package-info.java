@NullMarked
package moltbot.breaker.store;

import org.jspecify.annotations.NullMarked;
