package moltbot.cli.house;

import java.time.Duration;

/// How long to wait before a compartment that died is started again: at once after a good life, longer after each
/// short one. Not for use by several threads.
final class Backoff {
    static final Duration GOOD_LIFE = Duration.ofSeconds(3);
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private Duration next = FIRST;

    /// @param lived  how long it had been ready; zero if it never was
    Duration afterDeath(Duration lived) {
        if (lived.compareTo(GOOD_LIFE) >= 0) {
            next = FIRST;
        }
        Duration wait = next;
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return wait;
    }
}
