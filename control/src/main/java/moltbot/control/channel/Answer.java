package moltbot.control.channel;

/// What somebody who writes is to the house.
sealed interface Answer {
    /// Let in.
    ///
    /// @param owner  whether it is the owner
    record Welcome(boolean owner) implements Answer {}

    /// Unknown, and to be told this code: once.
    record Code(String code) implements Answer {}

    /// Nothing is to be said to them.
    record Silence() implements Answer {}
}
