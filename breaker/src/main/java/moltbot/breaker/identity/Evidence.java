package moltbot.breaker.identity;

import moltbot.breaker.passkey.PasskeyCeremony;
import moltbot.contract.json.JsonObject;

/// What somebody shows to be taken for the owner: a claim until [Judge] has looked at it.
public sealed interface Evidence {
    /// Something known, and perhaps something had.
    ///
    /// @param password  empty where the owner has none
    /// @param code      of the authenticator app, or a recovery code; empty where none is asked for
    record Secret(String password, String code) implements Evidence {
        @Override
        public String toString() {
            return "Secret[[redacted]]";
        }
    }

    /// A passkey's signature.
    ///
    /// @param purpose  what the challenge it answers was made for
    record Signature(PasskeyCeremony.Place place, String purpose, JsonObject credential) implements Evidence {}
}
