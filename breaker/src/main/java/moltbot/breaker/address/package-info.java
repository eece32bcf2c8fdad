/// Whose request it is: addresses, ranges of them, and what a proxy that the owner listed says. Nothing here grants.
@NullMarked
package moltbot.breaker.address;

import org.jspecify.annotations.NullMarked;
