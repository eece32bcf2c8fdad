package moltbot.breaker.identity;

import java.time.Duration;
import java.util.List;

/// What an attempt to sign in came to.
public sealed interface Outcome {
    /// A new sign-in.
    ///
    /// @param token      for the cookie and nothing else
    /// @param shownOnce  recovery codes made with it, if any
    record Granted(String token, List<String> shownOnce) implements Outcome {
        @Override
        public String toString() {
            return "Granted[[redacted]]";
        }
    }

    /// It is the owner.
    record Proved(Means means) implements Outcome {}

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
        CODE_NEEDED("code-needed"),
        WRONG_SECOND("wrong-second"),
        NO_PASSWORD("no-password"),
        WRONG_PASSKEY("wrong-passkey"),
        CLONED_PASSKEY("cloned-passkey"),
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
