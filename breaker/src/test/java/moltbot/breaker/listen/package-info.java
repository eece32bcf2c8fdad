@NullMarked
package moltbot.breaker.listen;

import org.jspecify.annotations.NullMarked;
