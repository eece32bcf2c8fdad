package moltbot.control.approval;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The clocks and the source of ids, given by whoever starts control.
///
/// @param clock      time of day
/// @param monotonic  the machine's monotonic clock, in nanoseconds
/// @param ids        128 random bits as hex
/// @param bootId     the machine's boot, within which the monotonic clock means something
public record Time(InstantSource clock, LongSupplier monotonic, Supplier<String> ids, String bootId) {
    Instant now() {
        return clock.instant();
    }

    long nanos() {
        return monotonic.getAsLong();
    }

    String newId() {
        return ids.get();
    }
}
