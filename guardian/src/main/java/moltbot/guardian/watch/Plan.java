package moltbot.guardian.watch;

import java.time.Duration;

/// When a round looks, and what it makes of trouble.
///
/// @param name        for its thread and for people
/// @param tick        how often it asks whether something changed
/// @param period      how often it looks even so
/// @param blindLooks  a finding once it could not look this many times on end
/// @param bound       how old its results may be while leases rest on them
/// @param grace       how long after the start no result of it is needed yet; zero but for what takes long
/// @param confirm     true where something new must be seen twice, a moment apart: another process may be making a file
///                    and be about to close it to others
public record Plan(
        String name, Duration tick, Duration period, int blindLooks, Duration bound, Duration grace, boolean confirm) {
    /// A plan whose first results are needed before anybody gets a lease.
    public static Plan of(String name, Duration tick, Duration period, Duration bound) {
        return new Plan(name, tick, period, 2, bound, Duration.ZERO, false);
    }

    static final Duration MOMENT = Duration.ofMillis(250);
}
