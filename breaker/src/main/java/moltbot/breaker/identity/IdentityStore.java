package moltbot.breaker.identity;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where the owner's factors, the sign-ins and the tokens are kept. Writes return once they would survive a power cut.
public interface IdentityStore {
    /// A sign-in at rest: never its token.
    ///
    /// @param digest      SHA-256 of the token, hex
    /// @param epoch       the breaker's epoch it belongs to
    /// @param signedInAt  seconds since 1970
    /// @param lastUsedAt  seconds since 1970; on disk only as new as the last write
    /// @param browser     its family, in our own words
    record Kept(String digest, long epoch, long signedInAt, Means means, long lastUsedAt, String browser) {
        Kept usedAt(long second) {
            return new Kept(digest, epoch, signedInAt, means, second, browser);
        }
    }

    /// A machine's token at rest: never the token.
    ///
    /// @param id         how its owner names it: grants nothing
    /// @param digest     SHA-256 of the token, hex
    /// @param epoch      the breaker's epoch it belongs to
    /// @param expiresAt  seconds since 1970
    record KeptToken(
            String id,
            String name,
            String digest,
            Set<Tokens.Scope> scopes,
            long epoch,
            long createdAt,
            long expiresAt) {}

    /// The owner, if there is one.
    Optional<Owner> owner();

    void saveOwner(Owner owner);

    List<Kept> sessions();

    void saveSessions(List<Kept> sessions);

    List<KeptToken> tokens();

    void saveTokens(List<KeptToken> tokens);
}
