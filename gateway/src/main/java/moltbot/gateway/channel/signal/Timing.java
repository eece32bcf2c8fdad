package moltbot.gateway.channel.signal;

import java.time.Duration;

/// How patient the adapter is.
///
/// @param idle        after so long a silence signal-cli is asked whether it is there
/// @param grace       how long it has to answer that
/// @param firstPause  before the second try to connect; doubled for each more
/// @param mostPause   the longest of them
/// @param lookAgain   how often an account is looked for where there is none
/// @param send        how long sending may take
/// @param code        a code for linking that fails sooner did not run out, and another would not help
record Timing(
        Duration idle,
        Duration grace,
        Duration firstPause,
        Duration mostPause,
        Duration lookAgain,
        Duration send,
        Duration code) {
    static final Timing STANDARD = new Timing(
            Duration.ofSeconds(60),
            Duration.ofSeconds(15),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofSeconds(120),
            Duration.ofSeconds(20));
}
