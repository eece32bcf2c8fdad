package moltbot.breaker.passkey;

import moltbot.contract.json.JsonObject;

/// The two ceremonies of WebAuthn (Level 3, 7.1 and 7.2): judges what an authenticator signed. Wants user presence and
/// user verification always, and the origin and host name exactly. Keeps nothing. Safe for use by several threads.
public interface PasskeyCeremony {
    /// Where the browser is.
    ///
    /// @param origin  exactly as a browser sends it
    /// @param rpId    its host name
    record Place(String origin, String rpId) {}

    /// What a ceremony came to.
    sealed interface Result {
        /// A new passkey.
        record Registered(String id, String key, long counter) implements Result {}

        /// The passkey's owner was there and meant this.
        record Verified(long counter) implements Result {}

        /// The counter stood still or went back: somebody else may hold a copy.
        record Cloned() implements Result {}

        /// It does not hold; why, for the log.
        record Refused(String why) implements Result {}
    }

    /// Judges a new passkey.
    ///
    /// @param credential  `{"clientData","attestation"}`, base64url
    Result register(Place place, byte[] challenge, JsonObject credential);

    /// Judges what a known one signed.
    ///
    /// @param credential  `{"id","clientData","authenticator","signature"}`, base64url
    Result verify(Place place, byte[] challenge, Passkey known, JsonObject credential);
}
