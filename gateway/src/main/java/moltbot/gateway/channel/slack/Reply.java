package moltbot.gateway.channel.slack;

import java.time.Duration;
import java.util.Set;
import moltbot.contract.json.JsonObject;

/// What came of a request to the Web API.
sealed interface Reply {
    int OK = 200;
    int TOO_MANY = 429;
    int SERVER = 500;

    /// `{"ok":true,…}`.
    record Done(JsonObject body) implements Reply {}

    /// `{"ok":false,"error":…}`: Slack itself says no; or it asked before to be left alone for so long.
    ///
    /// @param error       Slack's own word for the reason
    /// @param needed      the permission that is missing; empty where it is not that
    /// @param retryAfter  how long to stay away; zero where that is not said
    record Refused(String error, String needed, Duration retryAfter) implements Reply {
        private static final Set<String> OF_KEY = Set.of(
                "invalid_auth",
                "not_authed",
                "account_inactive",
                "token_revoked",
                "token_expired",
                "not_allowed_token_type",
                "org_login_required",
                "team_access_not_granted");
        private static final Set<String> BROKEN =
                Set.of("internal_error", "fatal_error", "request_timeout", "unknown_error");

        /// One request too many.
        static Refused limited(Duration pause) {
            return new Refused("ratelimited", "", pause);
        }

        /// Whether it is the key that is refused.
        boolean ofKey() {
            return OF_KEY.contains(error);
        }

        boolean isLimited() {
            return error.equals("ratelimited") || error.equals("rate_limited");
        }

        /// Whether the app lacks a permission.
        boolean ofScope() {
            return error.equals("missing_scope");
        }

        /// Whether it is how a message is written, and not what it says.
        boolean ofBlocks() {
            return error.equals("msg_blocks_too_long") || error.equals("invalid_blocks");
        }

        /// Whether Slack broke down in the middle, and something may have been done.
        boolean isFailure() {
            return BROKEN.contains(error);
        }
    }

    /// An answer that is none of Slack's, or that cannot be read.
    record Broken(int status) implements Reply {}

    /// It was never sent.
    record NotSent() implements Reply {}

    /// It was sent, or may have been, and no answer came.
    record Lost() implements Reply {}

    /// There is no key to send it with.
    record NoKey(String name) implements Reply {}
}
