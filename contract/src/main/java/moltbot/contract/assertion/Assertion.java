package moltbot.contract.assertion;

import java.time.Duration;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;

/// What the breaker says of one request it lets through, as a claim: who asks, by which sign-in, for exactly what.
/// Sealed with the key that breaker and control share; made for one request, used once.
///
/// @param principal    immutable id of the person
/// @param session      digest of the sign-in session, never its token
/// @param epoch        the breaker's epoch
/// @param method       HTTP method
/// @param target       path and query, exactly as forwarded
/// @param nonce        128 random bits as hex; seen once
/// @param issuedNanos  the machine's monotonic clock
/// @param provedSecondsAgo  how long ago the person last showed a passkey, or password and code; [#NEVER_PROVED] where
///     that is not known
public record Assertion(
        String principal,
        String session,
        long epoch,
        String method,
        String target,
        String nonce,
        long issuedNanos,
        long provedSecondsAgo) {
    /// How long a proof counts for actions that want a fresh one (step-up).
    public static final Duration PROOF_LIFE = Duration.ofMinutes(5);

    /// The age of a proof that nobody has seen.
    public static final long NEVER_PROVED = Integer.MAX_VALUE;

    static final String PURPOSE = "moltbot-assertion-v2";

    /// True for a proof that still counts.
    public static boolean provedLately(long provedSecondsAgo) {
        return provedSecondsAgo >= 0 && provedSecondsAgo <= PROOF_LIFE.toSeconds();
    }

    public String seal(byte[] key) {
        return new Seal(PURPOSE, key).close(toJson().toBytes());
    }

    JsonObject toJson() {
        return JsonObject.with("principal", principal)
                .with("session", session)
                .with("epoch", epoch)
                .with("method", method)
                .with("target", target)
                .with("nonce", nonce)
                .with("issuedNanos", issuedNanos)
                .with("provedSecondsAgo", provedSecondsAgo)
                .build();
    }

    static Assertion fromJson(JsonObject json) {
        return new Assertion(
                json.text("principal"),
                json.text("session"),
                json.number("epoch"),
                json.text("method"),
                json.text("target"),
                json.text("nonce"),
                json.number("issuedNanos"),
                json.number("provedSecondsAgo"));
    }
}
