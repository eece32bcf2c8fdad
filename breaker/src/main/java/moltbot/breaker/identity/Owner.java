package moltbot.breaker.identity;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import moltbot.breaker.passkey.Passkey;

/// The one owner and the factors that prove it is they. Immutable.
///
/// @param handle    names the owner to authenticators: random, says nothing
/// @param marks     what the marks of known browsers are sealed with; a new password makes a new one
/// @param password  argon2id, if there is one
/// @param app       the authenticator app, if there is one
/// @param recovery  digests of the recovery codes that are left
public record Owner(
        String handle,
        String marks,
        Optional<String> password,
        Optional<App> app,
        List<String> recovery,
        List<Passkey> passkeys) {
    /// An authenticator app.
    ///
    /// @param secret    base 32
    /// @param lastStep  the step of the last code that was used
    public record App(String secret, long lastStep) {
        @Override
        public String toString() {
            return "App[[redacted]]";
        }
    }

    public Owner {
        recovery = List.copyOf(recovery);
        passkeys = List.copyOf(passkeys);
    }

    Owner with(Optional<App> newApp) {
        return new Owner(handle, marks, password, newApp, recovery, passkeys);
    }

    Owner withPassword(String newMarks, String hash) {
        return new Owner(handle, newMarks, Optional.of(hash), app, recovery, passkeys);
    }

    Owner withRecovery(List<String> digests) {
        return new Owner(handle, marks, password, app, digests, passkeys);
    }

    Owner withPasskeys(List<Passkey> kept) {
        return new Owner(handle, marks, password, app, recovery, kept);
    }

    Owner withPasskey(String id, UnaryOperator<Passkey> change) {
        return withPasskeys(passkeys.stream()
                .map(one -> one.id().equals(id) ? change.apply(one) : one)
                .toList());
    }

    Optional<Passkey> passkey(String id) {
        return passkeys.stream().filter(one -> one.id().equals(id)).findFirst();
    }
}
