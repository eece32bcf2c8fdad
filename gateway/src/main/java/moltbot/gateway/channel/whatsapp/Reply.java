package moltbot.gateway.channel.whatsapp;

import java.time.Duration;
import java.util.Set;
import moltbot.contract.json.JsonObject;

/// What came of a request to the Graph API.
sealed interface Reply {
    int OK = 200;
    int UNAUTHORIZED = 401;
    int TOO_MANY = 429;
    int SERVER = 500;

    /// What was asked for.
    record Done(JsonObject body) implements Reply {}

    /// `{"error":{"code":…}}`: the Graph API itself says no, by one of its
    /// [codes](https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/); or it asked before
    /// to be left alone for so long.
    ///
    /// @param code        what counts; titles and messages are for people, and change
    /// @param subcode     0 where there is none
    /// @param retryAfter  how long to stay away; zero where that is not said
    record Refused(int status, int code, int subcode, Duration retryAfter) implements Reply {
        /// Twenty-four hours after their last message nobody may be written to freely.
        static final int WINDOW = 131_047;

        /// They have no WhatsApp that takes it, or do not want it.
        static final int GONE = 131_026;

        /// Too many messages to one person.
        static final int PAIR = 131_056;

        static final int LIMIT = 130_429;

        /// Something went wrong, and nobody says what.
        static final int FAILED = 131_000;

        private static final int NOT_THERE = 100;
        private static final int NOT_THERE_FOR_THIS_KEY = 33;
        private static final Set<Integer> OF_KEY = Set.of(0, 102, 190, 463, 467);
        private static final Set<Integer> OF_PERMISSION = Set.of(3, 10, 131_005);
        private static final Set<Integer> LIMITS = Set.of(4, 17, 32, 613, 80_007, 80_008, LIMIT, 131_048, PAIR);
        private static final Set<Integer> AWAY = Set.of(2, 131_016, 131_057, 133_004);
        private static final Set<Integer> FAILURES = Set.of(1, FAILED);

        /// Whether it is the key that is refused.
        boolean ofKey() {
            return status == UNAUTHORIZED || OF_KEY.contains(code);
        }

        /// Whether the key lacks a permission, or the number is none of its own.
        boolean ofPermission() {
            boolean hidden = code == NOT_THERE && subcode == NOT_THERE_FOR_THIS_KEY;
            return hidden || OF_PERMISSION.contains(code) || (code >= 200 && code < 300);
        }

        boolean isLimited() {
            return status == TOO_MANY || LIMITS.contains(code);
        }

        /// Whether WhatsApp says that it cannot do anything now.
        boolean isAway() {
            return AWAY.contains(code);
        }

        /// Whether it broke down in the middle, and something may have been done.
        boolean isFailure() {
            return FAILURES.contains(code) || (status >= SERVER && !isAway());
        }
    }

    /// An answer that is none of the Graph API's, or that cannot be read.
    record Broken(int status) implements Reply {}

    /// It was never sent.
    record NotSent() implements Reply {}

    /// It was sent, or may have been, and no answer came.
    record Lost() implements Reply {}

    /// There is no key to send it with.
    record NoKey() implements Reply {}
}
