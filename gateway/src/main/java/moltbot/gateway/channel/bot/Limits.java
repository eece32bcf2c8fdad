package moltbot.gateway.channel.bot;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// How long a messenger wants to be left alone: by all, or with one kind of request or what is for one place. What is
/// known of the longest ago is forgotten where there is too much, and costs one more refusal. Safe for several threads.
public final class Limits {
    /// What concerns everything.
    public static final String ALL = "";

    private static final int MOST = 1_000;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final LongSupplier nanos;
    /// Until when nothing more is to be asked.
    private final Map<String, Long> closed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    public Limits(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// How long to wait before that is asked; zero where it may be now.
    public synchronized Duration pause(String what) {
        long now = nanos.getAsLong();
        long left = Math.max(closed.getOrDefault(ALL, now) - now, closed.getOrDefault(what, now) - now);
        return Duration.ofNanos(Math.max(0, left));
    }

    /// Something was one too many.
    ///
    /// @param asked  how long the messenger asks for; at least a second and at most an hour of it is believed
    /// @return how long to stay away
    public synchronized Duration close(String what, Duration asked) {
        Duration pause = asked.compareTo(SHORTEST) < 0 ? SHORTEST : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
        closed.remove(what);
        closed.put(what, nanos.getAsLong() + pause.toNanos());
        return pause;
    }
}
