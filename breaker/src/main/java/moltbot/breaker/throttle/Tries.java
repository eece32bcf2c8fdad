package moltbot.breaker.throttle;

import java.time.Duration;
import java.util.Optional;

/// What one secret's guessers may still try. A known browser is counted by itself alone, so that strangers cannot use
/// up its tries; strangers are counted by household, and all together.
///
/// @param everyone  under one key, all strangers
public record Tries(Throttle devices, Throttle households, Throttle everyone) {
    private static final String ALL = "";

    /// Zero if a try may be made now, else how long to wait. Counts nothing.
    public Duration wait(Guesser guesser) {
        Optional<String> device = guesser.device();
        if (device.isPresent()) {
            return devices.wait(device.get());
        }
        Duration household = households.wait(guesser.household());
        return household.isZero() ? everyone.wait(ALL) : household;
    }

    /// A try is made.
    public void count(Guesser guesser) {
        Optional<String> device = guesser.device();
        if (device.isPresent()) {
            devices.count(device.get());
        } else {
            households.count(guesser.household());
            everyone.count(ALL);
        }
    }

    /// It was right.
    public void forgive(Guesser guesser) {
        Optional<String> device = guesser.device();
        if (device.isPresent()) {
            devices.forgive(device.get());
        } else {
            households.forgive(guesser.household());
            everyone.takeBack(ALL);
        }
    }
}
