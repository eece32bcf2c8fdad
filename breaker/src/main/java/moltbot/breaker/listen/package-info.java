/// The only TCP listener of the house, on Netty.
@NullMarked
package moltbot.breaker.listen;

import org.jspecify.annotations.NullMarked;
