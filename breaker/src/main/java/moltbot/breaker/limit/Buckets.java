package moltbot.breaker.limit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// A token bucket for each key. Bounded: the key not seen for longest is forgotten first. Any thread.
public final class Buckets {
    private static final int MOST_KEYS = 4096;

    private record Level(double tokens, long atNanos) {}

    private final double perNano;
    private final int burst;
    private final LongSupplier nanos;
    private final Map<String, Level> levels = new LinkedHashMap<>();

    public Buckets(Limits limits, LongSupplier nanos) {
        this.perNano = limits.perMinute() / (double) Duration.ofMinutes(1).toNanos();
        this.burst = limits.burst();
        this.nanos = nanos;
    }

    /// True if there was a token to take.
    public synchronized boolean take(String key) {
        long now = nanos.getAsLong();
        Level level = levels.remove(key);
        double tokens = level == null ? burst : Math.min(burst, level.tokens() + (now - level.atNanos()) * perNano);
        boolean granted = tokens >= 1;
        levels.put(key, new Level(granted ? tokens - 1 : tokens, now));
        if (levels.size() > MOST_KEYS) {
            levels.remove(levels.keySet().iterator().next());
        }
        return granted;
    }
}
