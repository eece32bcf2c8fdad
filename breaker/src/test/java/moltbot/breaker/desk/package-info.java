@NullMarked
package moltbot.breaker.desk;

import org.jspecify.annotations.NullMarked;
