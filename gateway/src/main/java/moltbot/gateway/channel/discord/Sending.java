package moltbot.gateway.channel.discord;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.OutgoingText;
import moltbot.gateway.channel.discord.notation.Notation;

/// The request that creates a message, and what its answer means.
final class Sending {
    private static final System.Logger LOG = System.getLogger("discord");

    /// Nobody's servers are to fetch what a message links to.
    private static final int SUPPRESS_EMBEDS = 1 << 2;

    /// Discord takes so many characters for a number that is used once.
    private static final int NONCE = 25;

    private static final int NO_TALK = 50_007;
    private static final int ARCHIVED = 50_083;
    private static final int LOCKED = 160_005;
    private static final int UNKNOWN_CHANNEL = 10_003;
    private static final int TOO_LARGE = 40_005;
    private static final int TOO_LARGE_STATUS = 413;

    private static final Duration LONG = Duration.ofMinutes(5);

    private Sending() {}

    /// Nothing in it calls anybody, whatever it says.
    ///
    static JsonObject request(OutgoingText text) {
        JsonObject.Builder request = message(text.once(), Message.number(text.answers()))
                .with("content", new Notation(text.text()).toString());
        if (!text.replies().isEmpty()) {
            request.with("components", Interactions.offer(text.replies()));
        }
        return request.build();
    }

    /// What a message is changed into.
    static JsonObject change(OutgoingText text) {
        return JsonObject.with("content", new Notation(text.text()).toString())
                .with("flags", SUPPRESS_EMBEDS)
                .with("allowed_mentions", nobody())
                .with("components", Interactions.offer(text.replies()))
                .build();
    }

    private static JsonObject nobody() {
        return JsonObject.with("parse", JsonArray.EMPTY)
                .with("replied_user", false)
                .build();
    }

    /// All of it but what it says.
    ///
    /// @param once     of two messages with the same Discord makes one; empty for one that is like no other
    /// @param answers  the number of the message it answers to; empty where it answers to none
    static JsonObject.Builder message(String once, String answers) {
        JsonObject.Builder request = JsonObject.with("nonce", nonce(once))
                .with("enforce_nonce", true)
                .with("flags", SUPPRESS_EMBEDS)
                .with("allowed_mentions", nobody());
        if (!answers.isEmpty()) {
            request.with(
                    "message_reference",
                    JsonObject.with("message_id", answers)
                            .with("fail_if_not_exists", false)
                            .build());
        }
        return request;
    }

    private static String nonce(String one) {
        String once = one.isEmpty() ? UUID.randomUUID().toString() : one;
        return Seal.sha256Hex(once.getBytes(StandardCharsets.UTF_8)).substring(0, NONCE);
    }

    static Outcome outcome(Reply reply) {
        return switch (reply) {
            case Reply.Done _ -> new Outcome.Sent();
            case Reply.Refused refused -> refused(refused);
            // Whoever answered stands before Discord, or it broke down: nobody knows how far it came.
            case Reply.Broken(int status)
            when status < 300 || status >= Reply.SERVER ->
                new Outcome.Unknown("Discord answered with status " + status + " and nothing that can be read.");
            case Reply.Broken(int status) ->
                new Outcome.Later("Something on the way to Discord refused it (" + status + ").", Duration.ZERO);
            case Reply.NotSent() -> new Outcome.Later("Discord could not be reached.", Duration.ZERO);
            case Reply.Lost() -> new Outcome.Unknown("Discord's answer did not come.");
            case Reply.NoKey() -> new Outcome.Later(Words.NO_KEY, LONG);
        };
    }

    private static Outcome refused(Reply.Refused refused) {
        if (refused.status() >= Reply.SERVER) {
            return new Outcome.Unknown("Discord failed in the middle of it (" + refused.status() + ").");
        }
        if (refused.ofKey()) {
            return new Outcome.Later(Words.REVOKED, LONG);
        }
        if (refused.status() == Reply.TOO_MANY) {
            return new Outcome.Later(
                    "Discord asks for fewer messages.", refused.retryAfter().isZero() ? LONG : refused.retryAfter());
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "A message was refused: {0} {1} {2}",
                refused.status(),
                refused.code(),
                refused.message());
        if (refused.status() == TOO_LARGE_STATUS) {
            return new Outcome.Never("The file is larger than Discord takes from a bot.");
        }
        return new Outcome.Never(
                switch (refused.code()) {
                    case TOO_LARGE -> "The file is larger than Discord takes from a bot.";
                    case NO_TALK ->
                        "Discord does not let the bot write to them: they blocked it, take no messages from members of"
                                + " its servers, or share no server with it any more.";
                    case ARCHIVED, LOCKED -> "The thread in that server is closed.";
                    case UNKNOWN_CHANNEL -> "Discord knows no such channel any more.";
                    default ->
                        refused.status() == Reply.FORBIDDEN
                                ? "Discord does not let the bot write there: it is not in that server, or may not"
                                        + " write in that channel."
                                : "Discord refused this message for good.";
                });
    }
}
