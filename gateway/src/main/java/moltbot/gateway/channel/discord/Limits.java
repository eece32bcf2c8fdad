package moltbot.gateway.channel.discord;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import moltbot.gateway.egress.EgressAnswer;

/// How long Discord wants to be left alone: each route has a number of requests for a while, which its answers tell
/// ([rate limits](https://discord.com/developers/docs/topics/rate-limits)), and all together may be too many. Safe for
/// several threads.
final class Limits {
    private static final int MOST_ROUTES = 1_000;
    private static final Duration LONGEST = Duration.ofDays(1);

    private final LongSupplier nanos;
    /// Until when nothing more is to be asked on a route.
    private final Map<String, Long> closed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_ROUTES;
        }
    };

    private long allClosed;

    Limits(LongSupplier nanos) {
        this.nanos = nanos;
        this.allClosed = nanos.getAsLong();
    }

    /// How long to wait before that route is asked.
    synchronized Duration pause(String route) {
        long now = nanos.getAsLong();
        long route1 = closed.getOrDefault(route, now) - now;
        return Duration.ofNanos(Math.max(0, Math.max(route1, allClosed - now)));
    }

    /// What an answer tells of its route.
    void heard(String route, EgressAnswer answer) {
        if (answer.header("x-ratelimit-remaining").orElse("").equals("0")) {
            close(route, seconds(answer.header("x-ratelimit-reset-after").orElse("0")));
        }
    }

    /// A request was one too many.
    void close(String route, Duration time) {
        synchronized (this) {
            closed.remove(route);
            closed.put(route, nanos.getAsLong() + time.toNanos());
        }
    }

    /// All requests together were too many.
    synchronized void closeAll(Duration time) {
        allClosed = nanos.getAsLong() + time.toNanos();
    }

    /// A number of seconds, which may have a fraction.
    static Duration seconds(String text) {
        try {
            double seconds = Double.parseDouble(text);
            return seconds > 0
                    ? Duration.ofMillis((long) Math.min((double) LONGEST.toMillis(), Math.ceil(seconds * 1_000)))
                    : Duration.ZERO;
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }
}
