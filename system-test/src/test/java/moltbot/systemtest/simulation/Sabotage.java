package moltbot.systemtest.simulation;

/// A cure taken out, to see that the simulation misses it.
enum Sabotage {
    NONE,
    /// A trip is acknowledged though its latch never reached the disk.
    ACKNOWLEDGES_BEFORE_THE_DISK,
    /// The breaker does not notice that its guardian is gone.
    HIDES_THE_END_OF_THE_EXCHANGE,
    /// A look counts from its end, however long it took.
    DATES_LOOKS_BY_THEIR_END,
    /// What could not be seen is taken for well.
    TAKES_BLINDNESS_FOR_WELL,
    /// The guardian does not see that the machine slept.
    HIDES_THE_WALL_CLOCK,
    /// The guardian tells nobody what it found.
    KEEPS_TRIPS_TO_ITSELF
}
