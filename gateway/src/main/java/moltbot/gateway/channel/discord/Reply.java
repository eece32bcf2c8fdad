package moltbot.gateway.channel.discord;

import java.time.Duration;
import moltbot.contract.json.JsonValue;

/// What came of a request to the HTTP API.
sealed interface Reply {
    int UNAUTHORIZED = 401;
    int FORBIDDEN = 403;
    int NOT_FOUND = 404;
    int TOO_MANY = 429;
    int SERVER = 500;

    /// It was done.
    record Done(JsonValue body) implements Reply {}

    /// `{"message":…,"code":…}`: Discord itself says no; or it asked before to be left alone for so long.
    ///
    /// @param code        Discord's own number of the reason; zero where there is none
    /// @param message     without the key
    /// @param retryAfter  how long to stay away; zero where that is not said
    record Refused(int status, int code, String message, Duration retryAfter) implements Reply {
        /// Whether it is the key that is refused.
        boolean ofKey() {
            return status == UNAUTHORIZED;
        }
    }

    /// An answer that is none of Discord's, or that cannot be read.
    record Broken(int status) implements Reply {}

    /// It was never sent.
    record NotSent() implements Reply {}

    /// It was sent, or may have been, and no answer came.
    record Lost() implements Reply {}

    /// There is no key to send it with.
    record NoKey() implements Reply {}
}
