@NullMarked
package moltbot.breaker.passkey;

import org.jspecify.annotations.NullMarked;
