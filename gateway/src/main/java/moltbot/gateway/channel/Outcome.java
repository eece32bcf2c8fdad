package moltbot.gateway.channel;

import java.time.Duration;

/// What became of a message that was to be sent. Each reason is a sentence for the owner.
public sealed interface Outcome {
    /// The messenger has it.
    record Sent() implements Outcome {}

    /// It was not sent, and it is worth another try.
    ///
    /// @param pause  at least so long; zero where the messenger did not say
    record Later(String why, Duration pause) implements Outcome {}

    /// It was not sent, and never will be.
    record Never(String why) implements Outcome {}

    /// The messenger was asked to, and its answer did not come.
    record Unknown(String why) implements Outcome {}
}
