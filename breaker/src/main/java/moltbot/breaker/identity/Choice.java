package moltbot.breaker.identity;

import moltbot.breaker.passkey.PasskeyCeremony;
import moltbot.contract.json.JsonObject;

/// What a new owner chooses to sign in with.
public sealed interface Choice {
    /// A password.
    record Password(String password) implements Choice {
        @Override
        public String toString() {
            return "Password[[redacted]]";
        }
    }

    /// A passkey that a browser has just made.
    record NewPasskey(PasskeyCeremony.Place place, String name, JsonObject credential) implements Choice {}
}
