package moltbot.breaker.circuit;

import java.util.Optional;

/// What has to survive every crash.
///
/// @param epoch  rises with every trip and ends all authority given before
/// @param trip   the trip in force
public record Latch(long epoch, Optional<Trip> trip) {
    /// Of an installation that never tripped.
    public static final Latch NONE = new Latch(1, Optional.empty());
}
