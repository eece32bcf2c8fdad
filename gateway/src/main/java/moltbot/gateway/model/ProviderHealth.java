package moltbot.gateway.model;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Whether a provider may be asked now. After a few failures in a row it rests, longer each time; then one question
/// finds out whether it is back. It also rests for as long as it asks for. Safe for several threads.
///
/// This is no part of the breaker: it protects a provider from the house, and a person from waiting for it.
public final class ProviderHealth {
    /// Failures in a row after which it rests.
    static final int FAILURES = 4;

    private static final Duration FIRST_REST = Duration.ofSeconds(10);
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);
    private static final Duration LONGEST_WISH = Duration.ofHours(1);

    private final LongSupplier nanos;
    private int failures;
    private boolean resting;
    private long until;
    private boolean trying;

    /// @param nanos  a monotonic clock
    public ProviderHealth(LongSupplier nanos) {
        this.nanos = nanos;
        this.until = nanos.getAsLong();
    }

    /// How long it rests still; zero where it may be asked.
    public synchronized Duration rest() {
        return Duration.ofNanos(Math.max(0, until - nanos.getAsLong()));
    }

    /// Takes the right to ask now. What becomes of it must be told: [#worked], [#failed] or [#undecided].
    public synchronized boolean admits() {
        if (!rest().isZero() || (resting && trying)) {
            return false;
        }
        trying = true;
        return true;
    }

    /// It answered.
    public synchronized void worked() {
        failures = 0;
        resting = false;
        trying = false;
    }

    /// It could not answer.
    public synchronized void failed() {
        failures++;
        trying = false;
        if (failures >= FAILURES) {
            resting = true;
            long rest = FIRST_REST.toNanos() << Math.min(failures - FAILURES, 10);
            restFor(Duration.ofNanos(Math.min(rest, LONGEST_REST.toNanos())));
        }
    }

    /// The question came to nothing for reasons of its own.
    public synchronized void undecided() {
        trying = false;
    }

    /// It asks to be left alone for so long.
    public synchronized void restFor(Duration wish) {
        Duration bounded = wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
        until = Math.max(until, nanos.getAsLong() + bounded.toNanos());
    }
}
