package moltbot.gateway.channel.slack;

import java.time.Duration;
import moltbot.gateway.egress.EgressLimits;

/// How patient the adapter is.
///
/// @param answer      how long an answer may take, and the connection's first word
/// @param pulse       how often a sign of life is asked for; a connection without one for two of these is dead
/// @param firstPause  before the second try; doubled for each more
/// @param mostPause   the longest of them
/// @param farewell    how long a connection that Slack replaces is still listened to
/// @param eyes        how long it is shown at most that a message is being answered
record Timing(
        Duration answer, Duration pulse, Duration firstPause, Duration mostPause, Duration farewell, Duration eyes) {
    static final Timing STANDARD = new Timing(
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10));

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 13 << 20;

    /// What requests are bound by, and each message that Slack sends.
    EgressLimits limits() {
        return new EgressLimits(CONNECT, answer, answer, 1 << 20, MOST_BYTES);
    }
}
