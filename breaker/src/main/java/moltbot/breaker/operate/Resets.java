package moltbot.breaker.operate;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import moltbot.breaker.circuit.Trip;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// The last reset, kept for as long as it takes the guardian to hear of it and to tell the owner. Safe for use by
/// several threads.
public final class Resets {
    private static final Duration TOLD_FOR = Duration.ofMinutes(1);

    private record Reset(String trip, String check, String by, long nanos) {}

    private final LongSupplier nanos;
    private volatile @Nullable Reset last;

    public Resets(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// @param by  the word for what the owner proved themselves by
    void happened(Trip trip, String by) {
        last = new Reset(trip.id(), trip.check(), by, nanos.getAsLong());
    }

    /// For the guardian, as it asks every second.
    Optional<JsonObject> news() {
        Reset reset = last;
        return reset == null || nanos.getAsLong() - reset.nanos() > TOLD_FOR.toNanos()
                ? Optional.empty()
                : Optional.of(JsonObject.with("trip", reset.trip())
                        .with("check", reset.check())
                        .with("by", reset.by())
                        .build());
    }
}
