package moltbot.gateway.channel.telegram;

import java.time.Duration;
import moltbot.contract.json.JsonValue;

/// What came of a request to the Bot API.
sealed interface Reply {
    int BAD_REQUEST = 400;
    int UNAUTHORIZED = 401;
    int FORBIDDEN = 403;
    int NOT_FOUND = 404;
    int CONFLICT = 409;
    int TOO_MANY = 429;
    int SERVER = 500;

    /// `{"ok":true,"result":…}`.
    record Done(JsonValue result) implements Reply {}

    /// `{"ok":false,"error_code":…,"description":…,"parameters":{…}}`: the Bot API itself says no.
    ///
    /// @param description  without the key
    /// @param retryAfter   how long to stay away; zero where that is not said
    /// @param moved        whether the chat has another id now
    record Refused(int code, String description, Duration retryAfter, boolean moved) implements Reply {
        /// Whether it is the key that is refused.
        boolean ofKey() {
            return code == UNAUTHORIZED || code == NOT_FOUND;
        }
    }

    /// An answer that is none of the Bot API's, or that cannot be read.
    ///
    /// @param body  its beginning
    record Broken(int status, String body) implements Reply {}

    /// It was never sent.
    record NotSent() implements Reply {}

    /// It was sent, or may have been, and no answer came.
    record Lost() implements Reply {}

    /// There is no key to send it with.
    record NoKey() implements Reply {}
}
