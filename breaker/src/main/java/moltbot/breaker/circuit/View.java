package moltbot.breaker.circuit;

import java.util.Optional;

/// The breaker's state at one moment.
///
/// @param why  one sentence for people; empty when CLOSED
public record View(State state, String why, long epoch, Optional<Trip> trip) {
    /// True while the trip forbids even a listener that strangers can reach.
    public boolean hidesFromStrangers() {
        return state == State.OPEN && trip.isPresent() && trip.get().exposure();
    }

    /// True where a request may go on to control.
    ///
    /// @param local  it comes from this machine's own browser
    public boolean admits(boolean local) {
        return switch (state) {
            case OPEN -> false;
            case HALF_OPEN -> local;
            case CLOSED -> true;
        };
    }
}
