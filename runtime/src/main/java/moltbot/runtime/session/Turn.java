package moltbot.runtime.session;

/// One turn: what a person wrote, and everything until the assistant is done with it.
///
/// @param seq      the number of the event that began it; turns of a session run in this order
/// @param text     what was written, or empty where it must be read from the store
/// @param resumed  true if an earlier process may have begun it
/// @param sumsUp   true where nobody wrote anything: the conversation is to be summed up, as its owner asked
public record Turn(String id, SessionKey session, long seq, String text, boolean resumed, boolean sumsUp) {
    /// One that somebody's words began.
    public Turn(String id, SessionKey session, long seq, String text, boolean resumed) {
        this(id, session, seq, text, resumed, false);
    }
}
