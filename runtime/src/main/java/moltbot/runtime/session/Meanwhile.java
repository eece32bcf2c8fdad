package moltbot.runtime.session;

/// What becomes of a message that comes while a turn runs; each conversation's own choice.
public enum Meanwhile {
    /// It joins the running turn before its next tool call or answer.
    STEER,
    /// It waits and begins a turn of its own.
    QUEUE
}
