package moltbot.gateway.channel.whatsapp;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// How long WhatsApp wants to be left alone: by all, or with what is for one person. Safe for several threads.
final class Limits {
    /// What concerns everybody.
    static final String ALL = "";

    private static final int MOST = 1_000;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final LongSupplier nanos;
    private final Map<String, Long> closed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    Limits(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// How long to wait before something is sent to somebody.
    synchronized Duration pause(String person) {
        long now = nanos.getAsLong();
        long left = Math.max(closed.getOrDefault(ALL, now) - now, closed.getOrDefault(person, now) - now);
        return Duration.ofNanos(Math.max(0, left));
    }

    /// Something was one too many.
    ///
    /// @return how long to stay away
    synchronized Duration close(String person, Duration asked) {
        long seconds = Math.clamp(asked.toSeconds(), 1, LONGEST.toSeconds());
        closed.remove(person);
        closed.put(person, nanos.getAsLong() + Duration.ofSeconds(seconds).toNanos());
        return Duration.ofSeconds(seconds);
    }
}
