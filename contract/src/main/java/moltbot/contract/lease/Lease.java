package moltbot.contract.lease;

import java.time.Duration;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;

/// The guardian's permission, as a claim: "I looked, all was well, and this holds until then". It grants nothing
/// until a [LeaseLock] has verified it.
///
/// @param lock          the one compartment it is for: `breaker`, `gateway` or `spawner`
/// @param guardian      one guardian process's life; a new one starts its sequence anew
/// @param epoch         the breaker's epoch it was given in; a trip raises the epoch and so ends every earlier lease
/// @param sequence      rises by one with every lease of this guardian's life
/// @param bootId        the machine's boot it was given in
/// @param sweep         number of the finished sweep of all checks it rests on
/// @param sweepNanos    when that sweep began, on the machine's monotonic clock ([System#nanoTime])
/// @param oldestCheck   age of the oldest check result it rests on
/// @param digest        SHA-256 over every check's id and result
/// @param issuedNanos   when it was given, on the machine's monotonic clock
/// @param life          how long it holds after that; never more than [#MAX_LIFE]
public record Lease(
        String lock,
        String guardian,
        long epoch,
        long sequence,
        String bootId,
        long sweep,
        long sweepNanos,
        Duration oldestCheck,
        String digest,
        long issuedNanos,
        Duration life) {
    /// Time between two leases.
    public static final Duration BEAT = Duration.ofSeconds(1);
    /// A lease that claims to hold longer is refused.
    public static final Duration MAX_LIFE = Duration.ofSeconds(5);

    static final String PURPOSE = "moltbot-lease-v1";

    /// Seals this lease with the key of its lock.
    public String seal(byte[] key) {
        return new Seal(PURPOSE, key).close(toJson().toBytes());
    }

    JsonObject toJson() {
        return JsonObject.with("lock", lock)
                .with("guardian", guardian)
                .with("epoch", epoch)
                .with("sequence", sequence)
                .with("bootId", bootId)
                .with("sweep", sweep)
                .with("sweepNanos", sweepNanos)
                .with("oldestCheckMillis", oldestCheck.toMillis())
                .with("digest", digest)
                .with("issuedNanos", issuedNanos)
                .with("lifeMillis", life.toMillis())
                .build();
    }

    static Lease fromJson(JsonObject json) {
        return new Lease(
                json.text("lock"),
                json.text("guardian"),
                json.number("epoch"),
                json.number("sequence"),
                json.text("bootId"),
                json.number("sweep"),
                json.number("sweepNanos"),
                Duration.ofMillis(json.number("oldestCheckMillis")),
                json.text("digest"),
                json.number("issuedNanos"),
                Duration.ofMillis(json.number("lifeMillis")));
    }
}
