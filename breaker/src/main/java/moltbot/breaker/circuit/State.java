package moltbot.breaker.circuit;

/// The three states of the breaker.
public enum State {
    /// Nothing is let through.
    OPEN,
    /// After a reset: this machine's own browser only, while the guardian watches.
    HALF_OPEN,
    /// Normal work.
    CLOSED
}
