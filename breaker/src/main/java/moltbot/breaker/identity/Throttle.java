package moltbot.breaker.identity;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Makes a guesser wait longer and longer: some tries are free, then each costs a pause that doubles. A try counts as
/// failed until [#forgive], and only one that is made counts. Remembers a bounded number of addresses, the oldest
/// forgotten first. Any thread.
final class Throttle {
    private static final int MOST_KEYS = 1024;

    private record Failures(int count, long openNanos) {}

    private final int free;
    private final Duration first;
    private final Duration longest;
    private final LongSupplier nanos;
    private final Map<String, Failures> byKey = new LinkedHashMap<>();

    Throttle(int free, Duration first, Duration longest, LongSupplier nanos) {
        this.free = free;
        this.first = first;
        this.longest = longest;
        this.nanos = nanos;
    }

    /// How long to wait before a try may be made; zero if now.
    synchronized Duration pause(String key) {
        long now = nanos.getAsLong();
        Failures failures = byKey.remove(key);
        if (failures == null) {
            return Duration.ZERO;
        }
        byKey.put(key, failures);
        return Duration.ofNanos(Math.max(0, failures.openNanos() - now));
    }

    /// A try is made now.
    synchronized void count(String key) {
        long now = nanos.getAsLong();
        Failures failures = byKey.remove(key);
        int count = failures == null || now - failures.openNanos() > longest.toNanos() ? 1 : failures.count() + 1;
        byKey.put(key, new Failures(count, now + pauseAfter(count).toNanos()));
        if (byKey.size() > MOST_KEYS) {
            byKey.remove(byKey.keySet().iterator().next());
        }
    }

    private Duration pauseAfter(int count) {
        if (count < free) {
            return Duration.ZERO;
        }
        Duration pause = first.multipliedBy(1L << Math.min(count - free, 20));
        return pause.compareTo(longest) > 0 ? longest : pause;
    }

    /// The try was a right one.
    synchronized void forgive(String key) {
        byKey.remove(key);
    }
}
