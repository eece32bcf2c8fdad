@NullMarked
package moltbot.breaker.upstream.socket;

import org.jspecify.annotations.NullMarked;
