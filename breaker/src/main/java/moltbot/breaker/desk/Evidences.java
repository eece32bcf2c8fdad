package moltbot.breaker.desk;

import moltbot.breaker.identity.Evidence;
import moltbot.breaker.passkey.PasskeyCeremony.Place;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// Reads what somebody shows from the body of a request.
final class Evidences {
    private Evidences() {}

    /// @param purpose  what a passkey's challenge must have been made for
    static Evidence of(JsonObject body, Caller caller, String purpose) {
        return body.has("passkey")
                ? new Evidence.Signature(place(caller), purpose, body.object("passkey"))
                : new Evidence.Secret(body.textOr("password", ""), body.textOr("code", ""));
    }

    static Place place(Caller caller) {
        return caller.place()
                .orElseThrow(() -> ContractException.refused(
                        "no-passkey-here",
                        "Passkeys need an address with a name: browsers do not bind them to numbers. Nothing was"
                                + " changed."));
    }
}
