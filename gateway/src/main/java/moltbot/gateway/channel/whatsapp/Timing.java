package moltbot.gateway.channel.whatsapp;

import java.time.Duration;
import moltbot.gateway.egress.EgressLimits;

/// How patient the adapter is.
///
/// @param answer      how long an answer may take
/// @param pulse       how often it is asked whether the number is still there
/// @param firstPause  before the second try; doubled for each more
/// @param mostPause   the longest of them
/// @param fate        how long to wait for what became of a message that was taken
/// @param delivery    how long whoever brings something waits for it to be taken; less than the breaker waits
record Timing(
        Duration answer, Duration pulse, Duration firstPause, Duration mostPause, Duration fate, Duration delivery) {
    static final Timing STANDARD = new Timing(
            Duration.ofSeconds(15),
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(7));

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 13 << 20;

    /// What requests are bound by.
    EgressLimits limits() {
        return new EgressLimits(CONNECT, answer, answer, 1 << 20, MOST_BYTES);
    }
}
