package moltbot.runtime.outbox;

import java.time.Duration;

/// What became of one try to send a letter. Each reason is a sentence for the owner.
public sealed interface Outcome {
    /// All of it was taken by the messenger.
    record Sent() implements Outcome {}

    /// Not this time, and nothing more of it was sent: it is worth another try.
    ///
    /// @param pause  at least so long; zero where nobody said
    record Later(String why, Duration pause) implements Outcome {}

    /// It never will be.
    record Never(String why) implements Outcome {}

    /// The answer was lost on the way: the messenger may or may not have taken the part under way.
    record Unknown(String why) implements Outcome {}
}
