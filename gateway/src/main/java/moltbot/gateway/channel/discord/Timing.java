package moltbot.gateway.channel.discord;

import java.time.Duration;
import moltbot.gateway.egress.EgressLimits;

/// How patient the adapter is.
///
/// @param answer      how long an answer may take, and the Gateway's first word
/// @param firstPause  before the second try; doubled for each more
/// @param mostPause   the longest of them
/// @param refused     the shortest pause after Discord did not take up what was before; Discord asks for one second
record Timing(Duration answer, Duration firstPause, Duration mostPause, Duration refused) {
    static final Timing STANDARD =
            new Timing(Duration.ofSeconds(15), Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofSeconds(1));

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 13 << 20;

    /// What requests are bound by, and each message of the Gateway's.
    EgressLimits limits() {
        return new EgressLimits(CONNECT, answer, answer, 1 << 20, MOST_BYTES);
    }
}
