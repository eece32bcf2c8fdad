package moltbot.breaker.passkey;

/// A passkey of the owner's, as it is kept: nothing in it opens anything.
///
/// @param id          the credential's id, base64url
/// @param name        what the owner calls it
/// @param rpId        the host name it is bound to
/// @param key         its public key and what belongs to it, as [PasskeyCeremony] made it, base64url
/// @param counter     the highest signature counter seen; zero where the authenticator has none
/// @param createdAt   seconds since 1970
/// @param lastUsedAt  seconds since 1970
public record Passkey(String id, String name, String rpId, String key, long counter, long createdAt, long lastUsedAt) {

    /// The same after it was used.
    public Passkey used(long newCounter, long at) {
        return new Passkey(id, name, rpId, key, newCounter, createdAt, at);
    }
}
