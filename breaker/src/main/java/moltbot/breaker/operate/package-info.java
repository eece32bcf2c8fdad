/// What the guardian, the host and the supervisor may ask of the breaker.
@NullMarked
package moltbot.breaker.operate;

import org.jspecify.annotations.NullMarked;
