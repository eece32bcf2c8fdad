package moltbot.breaker.circuit;

import java.time.Instant;
import java.util.Set;

/// Why the breaker opened and will not close by itself. On disk before it is acknowledged to whoever
/// tripped it; what it cuts is cut before that.
///
/// @param id        what a reset has to name
/// @param check     the guardian's check, or `operator`
/// @param reason    one sentence for people
/// @param evidence  what was seen; foreign text, never trusted as markup
/// @param at        wall clock, for people only
/// @param epoch     the epoch that began with it
/// @param life      the process life it happened in: only there is `nanos` comparable
/// @param nanos     the machine's monotonic clock
public record Trip(
        String id, String check, String reason, String evidence, Instant at, long epoch, String life, long nanos) {
    private static final Set<String> EXPOSURE = Set.of("L1", "L2", "L5", "H1");

    /// True where the listener itself is, or may be, what exposes: it must not even answer strangers.
    public boolean exposure() {
        return EXPOSURE.contains(check);
    }
}
