/// What a person may show besides a passkey, each by itself: password, one-time code of the host, authenticator app,
/// recovery code.
@NullMarked
package moltbot.breaker.factor;

import org.jspecify.annotations.NullMarked;
