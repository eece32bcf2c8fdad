package moltbot.breaker.identity;

import java.time.Duration;

/// What an attempt to sign in came to.
public sealed interface Outcome {
    /// The new sign-in's token: for the cookie and nothing else.
    record Granted(String token) implements Outcome {
        @Override
        public String toString() {
            return "Granted[[redacted]]";
        }
    }

    /// No.
    ///
    /// @param message     one or two sentences for the person
    /// @param retryAfter  zero where waiting does not help
    record Denied(Kind kind, String message, Duration retryAfter) implements Outcome {}

    /// Why not.
    enum Kind {
        WRONG_PASSWORD("wrong-password"),
        WRONG_CODE("wrong-code"),
        VOID_CODE("void-code"),
        UNFIT_PASSWORD("unfit-password"),
        UNCLAIMED("unclaimed"),
        TOO_MANY("too-many-tries"),
        BUSY("busy");

        private final String reason;

        Kind(String reason) {
            this.reason = reason;
        }

        /// The stable word that stands in errors.
        public String reason() {
            return reason;
        }
    }
}
