package moltbot.gateway.money;

import java.util.Locale;

/// Money in billionths of a dollar, and tokens.
record Amount(long nanos, long tokens) {
    static final Amount NOTHING = new Amount(0, 0);

    private static final double NANOS_PER_DOLLAR = 1e9;

    Amount plus(Amount other) {
        return new Amount(nanos + other.nanos, tokens + other.tokens);
    }

    Amount minus(Amount other) {
        return new Amount(nanos - other.nanos, tokens - other.tokens);
    }

    static String dollars(long nanos) {
        return String.format(Locale.ROOT, "$%.2f", nanos / NANOS_PER_DOLLAR);
    }
}
