/// Passkeys: what is kept of one, and the ceremonies of WebAuthn.
@NullMarked
package moltbot.breaker.passkey;

import org.jspecify.annotations.NullMarked;
