package moltbot.runtime.agent;

/// How far a tool call has come, on disk before it goes further.
///
/// @param call      its id
/// @param approval  the question a person was asked, or empty
public record CallMark(String call, State state, String approval) {
    /// The stages.
    public enum State {
        /// Announced; nothing has been done.
        STARTED,
        /// Handed to the sandbox: from here on it may have run.
        SENT,
        /// Its result is on disk.
        FINISHED
    }
}
