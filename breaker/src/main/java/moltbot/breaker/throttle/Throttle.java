package moltbot.breaker.throttle;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Makes a guesser wait longer and longer: some tries are free, then each costs a pause that doubles. A try counts as
/// failed until [#forgive], and what was counted halves with each [#HALVED], so that waiting gives back a little and
/// never all. Remembers a bounded number of keys, the one that tried longest ago forgotten first. Any thread.
public final class Throttle {
    public static final Duration HALVED = Duration.ofHours(1);
    private static final int MOST_KEYS = 1024;

    private record Failures(double count, long atNanos, long openNanos) {}

    private final int free;
    private final Duration first;
    private final Duration longest;
    private final LongSupplier nanos;
    private final Map<String, Failures> byKey = new LinkedHashMap<>();

    public Throttle(int free, Duration first, Duration longest, LongSupplier nanos) {
        this.free = free;
        this.first = first;
        this.longest = longest;
        this.nanos = nanos;
    }

    /// Zero if a try may be made now, else how long to wait. Counts nothing.
    public synchronized Duration wait(String key) {
        Failures failures = byKey.get(key);
        long left = failures == null ? 0 : failures.openNanos() - nanos.getAsLong();
        return Duration.ofNanos(Math.max(0, left));
    }

    /// A try is made.
    public synchronized void count(String key) {
        long now = nanos.getAsLong();
        double count = leftOf(byKey.remove(key), now) + 1;
        byKey.put(key, new Failures(count, now, now + pauseAfter(count).toNanos()));
        if (byKey.size() > MOST_KEYS) {
            byKey.remove(byKey.keySet().iterator().next());
        }
    }

    private static double leftOf(@Nullable Failures failures, long now) {
        return failures == null
                ? 0
                : failures.count() * Math.pow(0.5, (now - failures.atNanos()) / (double) HALVED.toNanos());
    }

    private Duration pauseAfter(double count) {
        long whole = Math.round(count);
        if (whole < free) {
            return Duration.ZERO;
        }
        Duration pause = first.multipliedBy(1L << Math.min(whole - free, 20));
        return pause.compareTo(longest) > 0 ? longest : pause;
    }

    /// The try was a right one, and so are those before it taken to have been.
    public synchronized void forgive(String key) {
        byKey.remove(key);
    }

    /// The try was a right one; what others did under the same key stays counted.
    public synchronized void takeBack(String key) {
        long now = nanos.getAsLong();
        double count = leftOf(byKey.remove(key), now) - 1;
        if (count > 0) {
            byKey.put(key, new Failures(count, now, now));
        }
    }
}
