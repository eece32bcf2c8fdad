/// Hands an exchange to control over the link and streams both ways.
@NullMarked
package moltbot.breaker.upstream;

import org.jspecify.annotations.NullMarked;
