package moltbot.breaker.identity;

import java.util.Optional;

/// Under whose name a try is counted: a browser that was signed in before under its own, every other under its
/// household's. Grants nothing. Only [Identities] makes one.
public final class Guesser {
    private final String household;
    private final Optional<String> device;

    Guesser(String household, Optional<String> device) {
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
