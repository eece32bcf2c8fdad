package moltbot.breaker.limit;

import moltbot.contract.ContractException;

/// How many requests one caller may make: an address, loopback included, or who is signed in.
///
/// @param perMinute  what comes back in a minute
/// @param burst      the most at once
public record Limits(int perMinute, int burst) {
    public static final Limits DEFAULT = new Limits(100, 50);

    private static final int LEAST_PER_MINUTE = 10;
    private static final int LEAST_BURST = 10;
    private static final int MOST = 1_000_000;

    public Limits {
        check("rate-limit.per-minute", perMinute, LEAST_PER_MINUTE);
        check("rate-limit.burst", burst, LEAST_BURST);
    }

    private static void check(String setting, int value, int least) {
        if (value < least || value > MOST) {
            throw ContractException.malformed("The setting '" + setting + "' must be between " + least + " and " + MOST
                    + ", not " + value + ". Nothing was started.");
        }
    }
}
