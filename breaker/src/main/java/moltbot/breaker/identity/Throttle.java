package moltbot.breaker.identity;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Makes a guesser wait longer and longer: some tries are free, then each costs a pause that doubles. A try counts as
/// failed until [#forgive]. Remembers a bounded number of addresses, the oldest forgotten first. Any thread.
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

    /// Zero if a try may be made now (it is then counted), else how long to wait.
    synchronized Duration tryNow(String key) {
        long now = nanos.getAsLong();
        Failures failures = byKey.remove(key);
        if (failures == null || now - failures.openNanos() > longest.toNanos()) {
            failures = new Failures(0, now);
        }
        if (failures.openNanos() - now > 0) {
            byKey.put(key, failures);
            return Duration.ofNanos(failures.openNanos() - now);
        }
        int count = failures.count() + 1;
        byKey.put(key, new Failures(count, now + pauseAfter(count).toNanos()));
        if (byKey.size() > MOST_KEYS) {
            byKey.remove(byKey.keySet().iterator().next());
        }
        return Duration.ZERO;
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
