package moltbot.guardian.lease;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// What the breaker last said of itself. Safe for use by several threads.
final class BreakerView {
    /// A breaker that has been silent for longer cannot stop anybody.
    private static final Duration SILENCE = Duration.ofSeconds(3);

    /// @param epoch    the one leases are given in
    /// @param state    `OPEN`, `HALF_OPEN` or `CLOSED`
    /// @param trip     id of the trip that stands, or empty
    record Said(long epoch, String state, String trip, long atNanos) {
        boolean differs(@Nullable Said other) {
            return other == null || epoch != other.epoch || !state.equals(other.state) || !trip.equals(other.trip);
        }
    }

    private final LongSupplier nanos;
    private @Nullable Said said;

    BreakerView(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// What a frame tells.
    enum News {
        CHANGED,
        SAME,
        /// It was under way when the breaker tripped.
        OUTDATED
    }

    /// A frame of its state.
    ///
    /// @param anew        true for the first after it was lost: a breaker may have begun a new life
    /// @param askedNanos  when it was asked; what it said is no younger than that
    synchronized News heard(JsonObject frame, boolean anew, long askedNanos) {
        String trip = frame.has("trip") ? frame.object("trip").textOr("id", "?") : "";
        Said now = new Said(frame.number("epoch"), frame.textOr("state", ""), trip, askedNanos);
        Said before = anew ? null : recent().orElse(null);
        if (before != null && now.epoch() < before.epoch()) {
            return News.OUTDATED;
        }
        said = now;
        return now.differs(before) ? News.CHANGED : News.SAME;
    }

    synchronized boolean isTripped() {
        return said != null && !said.trip().isEmpty();
    }

    /// It has just answered a trip.
    synchronized void tripped(long epoch) {
        said = new Said(epoch, "OPEN", "?", nanos.getAsLong());
    }

    /// Its connection ended.
    synchronized void lost() {
        said = null;
    }

    /// What it said, if that was not too long ago.
    synchronized Optional<Said> recent() {
        Said last = said;
        return last != null && nanos.getAsLong() - last.atNanos() <= SILENCE.toNanos()
                ? Optional.of(last)
                : Optional.empty();
    }
}
