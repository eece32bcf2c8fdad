package moltbot.gateway.channel.discord;

/// How a connection to the Gateway ended
/// ([close
/// codes](https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes)).
sealed interface Ending {
    int WRONG_KEY = 4_004;
    int BAD_SEQUENCE = 4_007;
    int TIMED_OUT = 4_009;
    int BAD_SHARD = 4_010;
    int TOO_LARGE = 4_011;
    int BAD_VERSION = 4_012;
    int BAD_INTENTS = 4_013;
    int NO_INTENTS = 4_014;

    /// It was closed, or broke.
    ///
    /// @param code  zero where none was said
    record Closed(int code) implements Ending {
        /// Whether it is the key that is refused.
        boolean ofKey() {
            return code == WRONG_KEY;
        }

        /// Whether the session is gone with it.
        boolean ofSession() {
            return code == BAD_SEQUENCE || code == TIMED_OUT;
        }

        /// What only the owner can mend; empty where it is worth another try.
        String words() {
            return switch (code) {
                case WRONG_KEY -> Words.REVOKED;
                case BAD_SHARD, TOO_LARGE -> Words.TOO_LARGE;
                case BAD_VERSION, BAD_INTENTS -> Words.OUTDATED;
                case NO_INTENTS -> Words.INTENTS;
                default -> "";
            };
        }
    }

    /// Nothing was heard for too long.
    record Silent() implements Ending {}

    /// Discord asks to come back at once.
    record Reconnect() implements Ending {}

    /// Discord does not go on with the session.
    ///
    /// @param resumable  whether it may later
    record Refused(boolean resumable) implements Ending {}

    /// It was not even begun.
    record Failed(Reply reply) implements Ending {}

    /// It may not be begun before that time.
    record Exhausted(java.time.Duration pause) implements Ending {}

    /// The house cannot go on with a message now.
    record Stalled() implements Ending {}
}
