package moltbot.gateway.channel.telegram;

import java.time.Duration;
import moltbot.gateway.egress.EgressLimits;

/// How patient the adapter is.
///
/// @param poll        how long Telegram may wait for news before it answers that there are none; whole seconds
/// @param grace       how much longer than that an answer may take
/// @param firstPause  before the second try; doubled for each more
/// @param mostPause   the longest of them
/// @param contested   the shortest pause after another took the messages
record Timing(Duration poll, Duration grace, Duration firstPause, Duration mostPause, Duration contested) {
    static final Timing STANDARD = new Timing(
            Duration.ofSeconds(25),
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5));

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 13 << 20;

    /// What the requests are bound by.
    EgressLimits limits() {
        return new EgressLimits(CONNECT, poll.plus(grace), grace, 1 << 20, MOST_BYTES);
    }
}
