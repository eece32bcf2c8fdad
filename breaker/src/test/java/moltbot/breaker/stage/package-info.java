@NullMarked
package moltbot.breaker.stage;

import org.jspecify.annotations.NullMarked;
