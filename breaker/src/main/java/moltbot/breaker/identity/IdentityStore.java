package moltbot.breaker.identity;

import java.util.List;
import java.util.Optional;

/// Where the owner's password hash and the sign-ins are kept. Writes return once they would survive a power cut.
public interface IdentityStore {
    /// A sign-in at rest: never its token.
    ///
    /// @param digest      SHA-256 of the token, hex
    /// @param epoch       the breaker's epoch it belongs to
    /// @param signedInAt  seconds since 1970
    record Kept(String digest, long epoch, long signedInAt) {}

    /// The owner's password hash, if there is an owner.
    Optional<String> ownerHash();

    void saveOwner(String hash);

    List<Kept> sessions();

    void saveSessions(List<Kept> sessions);
}
