package moltbot.gateway.channel.bot;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// How long a messenger wants to be left alone with a kind of request, such as Slack
/// ([rate limits](https://docs.slack.dev/apis/web-api/rate-limits/)). Safe for several threads.
public final class Patience {
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

    /// @param nanos  a clock that only goes on
    public Patience(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// How long to wait before that is asked.
    public synchronized Duration pause(String kind) {
        long now = nanos.getAsLong();
        return Duration.ofNanos(Math.max(0, closed.getOrDefault(kind, now) - now));
    }

    /// A request was one too many.
    ///
    /// @return how long to stay away
    public synchronized Duration close(String kind, long seconds) {
        Duration pause = Duration.ofSeconds(Math.clamp(seconds, 1, LONGEST.toSeconds()));
        closed.remove(kind);
        closed.put(kind, nanos.getAsLong() + pause.toNanos());
        return pause;
    }
}
