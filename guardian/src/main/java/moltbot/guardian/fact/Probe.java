package moltbot.guardian.fact;

/// One question asked as a stranger would, and what came back.
///
/// @param request  method and path, and whether it carried misleading headers; for people
/// @param path     the path asked for
public record Probe(Endpoint target, String request, String path, Answer answer) {
    /// What came back.
    public sealed interface Answer {
        /// Nobody listens there.
        record Refused() implements Answer {}

        /// It was taken and nothing came back in time.
        record Silent(String why) implements Answer {}

        /// An answer.
        ///
        /// @param status    0 where it was not HTTP
        /// @param location  where a redirection leads, or empty
        /// @param panel     true where it holds a mark of the panel
        record Replied(int status, String location, boolean panel) implements Answer {}
    }
}
