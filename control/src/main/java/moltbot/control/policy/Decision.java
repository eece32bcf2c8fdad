package moltbot.control.policy;

/// What the policy says of an effect.
public sealed interface Decision {
    /// It may be done without asking.
    record Allow() implements Decision {}

    /// A person decides; `why` says what is out of the ordinary.
    ///
    /// @param onceForAll  true where the person may have said so before for all that is exactly so
    record Ask(String why, boolean onceForAll) implements Decision {}

    /// It is not done, whoever asks.
    record Deny(String why) implements Decision {}
}
