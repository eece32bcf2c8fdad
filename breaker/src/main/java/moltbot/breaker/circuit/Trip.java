package moltbot.breaker.circuit;

import java.time.Instant;

/// Why the breaker opened and will not close by itself. On disk before it is acknowledged to whoever
/// tripped it; what it cuts is cut before that.
///
/// @param id        what a reset has to name
/// @param check     the guardian's check, or `operator`
/// @param reason    one sentence for people
/// @param evidence  what was seen; foreign text, never trusted as markup
/// @param at        wall clock, for people only
/// @param exposure  the listener itself is, or may be, what exposes: it must not even answer strangers
/// @param epoch     the epoch that began with it
/// @param life      the process life it happened in: only there is `nanos` comparable
/// @param nanos     the machine's monotonic clock
public record Trip(
        String id,
        String check,
        String reason,
        String evidence,
        boolean exposure,
        Instant at,
        long epoch,
        String life,
        long nanos) {
    /// The same trip, found to expose since: it keeps its name, and what clears it must be newer.
    Trip exposedSince(long nowNanos) {
        return new Trip(id, check, reason, evidence, true, at, epoch, life, nowNanos);
    }
}
