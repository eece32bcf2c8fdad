package moltbot.breaker.throttle;

import java.util.Optional;

/// Under whose name a try is counted: a browser that was signed in before under its own, every other under its
/// household's. Grants nothing.
public final class Guesser {
    private final String household;
    private final Optional<String> device;

    /// @param device  the known browser's number, if it is one
    public Guesser(String household, Optional<String> device) {
        this.household = household;
        this.device = device;
    }

    String household() {
        return household;
    }

    /// The known browser's number, if it is one.
    Optional<String> device() {
        return device;
    }

    /// True for a browser that was signed in before.
    public boolean known() {
        return device.isPresent();
    }
}
