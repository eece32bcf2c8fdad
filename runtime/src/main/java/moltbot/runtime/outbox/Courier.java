package moltbot.runtime.outbox;

import java.util.function.IntConsumer;

/// Takes letters to where they are for: the gateway, outside tests.
@FunctionalInterface
public interface Courier {
    /// Sends what is left of a letter.
    ///
    /// @param sent  told the number of parts that were sent so far, after each; returns once that is kept
    Outcome carry(Letter letter, IntConsumer sent) throws InterruptedException;
}
