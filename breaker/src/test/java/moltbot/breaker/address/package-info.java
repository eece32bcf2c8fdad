@NullMarked
package moltbot.breaker.address;

import org.jspecify.annotations.NullMarked;
