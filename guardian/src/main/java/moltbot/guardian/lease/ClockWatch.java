package moltbot.guardian.lease;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Notices that the machine slept or its clock was set: then the wall clock and the monotonic clock part. For use under
/// its owner's lock.
final class ClockWatch {
    private static final Duration TOLERATED = Duration.ofSeconds(2);

    private final LongSupplier wallMillis;
    private final LongSupplier nanos;
    private long offsetMillis;

    ClockWatch(LongSupplier wallMillis, LongSupplier nanos) {
        this.wallMillis = wallMillis;
        this.nanos = nanos;
        this.offsetMillis = offset();
    }

    /// True once for every jump.
    boolean jumped() {
        long now = offset();
        long jump = Math.abs(now - offsetMillis);
        offsetMillis = now;
        return jump > TOLERATED.toMillis();
    }

    private long offset() {
        return wallMillis.getAsLong() - nanos.getAsLong() / 1_000_000;
    }
}
