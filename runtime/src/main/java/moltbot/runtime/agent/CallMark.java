package moltbot.runtime.agent;

/// How far a tool call has come, on disk before it goes further.
///
/// @param call      its id
/// @param approval  the question a person was asked, or empty
/// @param until     when a question to whoever the conversation is with is over, in milliseconds of the epoch
public record CallMark(String call, State state, String approval, long until) {
    public CallMark(String call, State state, String approval) {
        this(call, state, approval, 0);
    }

    /// The stages.
    public enum State {
        /// Announced; nothing has been done.
        STARTED,
        /// It is a question that was put to whoever the conversation is with; their next message answers it.
        ASKED,
        /// Handed to the sandbox: from here on it may have run.
        SENT,
        /// Its result is on disk.
        FINISHED
    }
}
