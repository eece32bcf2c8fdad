package moltbot.guardian.watch;

import java.time.Duration;
import moltbot.guardian.judge.Finding;

/// When a round looks, and what it makes of trouble.
///
/// @param name        for its thread and for people
/// @param tick        how often it asks whether something changed
/// @param period      how often it looks even so
/// @param blindLooks  a finding once it could not look this many times on end
/// @param blindness   what follows from that finding
/// @param confirm     true where something new must be seen twice, a moment apart: another process may be making a file
///                    and be about to close it to others
public record Plan(
        String name, Duration tick, Duration period, int blindLooks, Finding.Action blindness, boolean confirm) {
    static final Duration MOMENT = Duration.ofMillis(250);
}
