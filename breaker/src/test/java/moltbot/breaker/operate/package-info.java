@NullMarked
package moltbot.breaker.operate;

import org.jspecify.annotations.NullMarked;
