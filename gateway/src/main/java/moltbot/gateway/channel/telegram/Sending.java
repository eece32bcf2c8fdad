package moltbot.gateway.channel.telegram;

import java.time.Duration;
import java.util.Locale;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.OutgoingText;

/// The request `sendMessage`, and what its answer means.
final class Sending {
    private static final System.Logger LOG = System.getLogger("telegram");
    /// Telegram shows no more in one message.
    private static final int MOST_ENTITIES = 100;

    private static final Duration LONG = Duration.ofMinutes(5);

    private Sending() {}

    /// Styles stand beside the text, so that nothing in it is taken for markup. Nobody's servers are to fetch what it
    /// links to.
    static JsonObject request(Address to, OutgoingText message) {
        Styled text = message.text();
        JsonObject.Builder request = to(to).with("text", text.text());
        Update.number(message.answers(), to)
                .ifPresent(number -> request.with(
                        "reply_parameters",
                        JsonObject.with("message_id", number)
                                .with("allow_sending_without_reply", true)
                                .build()));
        if (!message.replies().isEmpty()) {
            request.with("reply_markup", Taps.offer(message.replies()));
        }
        if (!text.spans().isEmpty()) {
            request.with("entities", entities(text));
        }
        return request.with(
                        "link_preview_options",
                        JsonObject.with("is_disabled", true).build())
                .build();
    }

    /// The same for `editMessageText`.
    static JsonObject change(JsonObject request, String message) {
        return request.toBuilder().with("message_id", Long.parseLong(message)).build();
    }

    /// Whether a message says already what it was to be changed into.
    static boolean isAsBefore(Reply reply) {
        return reply instanceof Reply.Refused no
                && no.description().toLowerCase(Locale.ROOT).contains("message is not modified");
    }

    /// For `sendChatAction`.
    static JsonObject typing(Address to) {
        return to(to).with("action", "typing").build();
    }

    /// For `sendDocument` and `sendPhoto`.
    static JsonObject place(Address to) {
        return to(to).build();
    }

    private static JsonObject.Builder to(Address to) {
        JsonObject.Builder request =
                JsonObject.with("chat_id", Long.parseLong(to.home().id()));
        if (to.kind() == Address.Kind.THREAD) {
            request.with("message_thread_id", Long.parseLong(to.threadNumber()));
        }
        return request;
    }

    private static JsonArray entities(Styled text) {
        return JsonArray.of(text.spans().stream()
                .limit(MOST_ENTITIES)
                .map(span -> JsonObject.with("type", type(span.style()))
                        .with("offset", span.start())
                        .with("length", span.length())
                        .build())
                .toList());
    }

    private static String type(Styled.Style style) {
        return switch (style) {
            case BOLD -> "bold";
            case ITALIC -> "italic";
            case STRIKETHROUGH -> "strikethrough";
            case CODE -> "code";
            case CODE_BLOCK -> "pre";
        };
    }

    static Outcome outcome(Reply reply) {
        return switch (reply) {
            case Reply.Done _ -> new Outcome.Sent();
            case Reply.Refused refused -> refused(refused);
            // Whoever answered stands before the Bot API, or it broke down: nobody knows how far it came.
            case Reply.Broken(int status, String _)
            when status < 300 || status >= Reply.SERVER ->
                new Outcome.Unknown("Telegram answered with status " + status + " and nothing that can be read.");
            case Reply.Broken(int status, String _) ->
                new Outcome.Later("Something on the way to Telegram refused it (" + status + ").", Duration.ZERO);
            case Reply.NotSent() -> new Outcome.Later("Telegram could not be reached.", Duration.ZERO);
            case Reply.Lost() -> new Outcome.Unknown("Telegram's answer did not come.");
            case Reply.NoKey() -> new Outcome.Later(Words.NO_KEY, LONG);
        };
    }

    private static Outcome refused(Reply.Refused refused) {
        if (refused.code() >= Reply.SERVER) {
            return new Outcome.Unknown("Telegram failed in the middle of it (" + refused.code() + ").");
        }
        if (refused.ofKey()) {
            return new Outcome.Later(Words.REVOKED, LONG);
        }
        if (refused.code() == Reply.TOO_MANY) {
            return new Outcome.Later(Words.LIMITED, refused.retryAfter().isZero() ? LONG : refused.retryAfter());
        }
        LOG.log(System.Logger.Level.WARNING, "A message was refused: {0} {1}", refused.code(), refused.description());
        return new Outcome.Never(
                refused.code() == Reply.FORBIDDEN
                        ? "Telegram does not let the bot write there: it was blocked, or is not a member."
                        : why(refused));
    }

    private static String why(Reply.Refused refused) {
        if (refused.moved()) {
            return "The group was made a supergroup, which is another one to Telegram. Mention the bot there and let the"
                    + " group in again.";
        }
        String said = refused.description().toLowerCase(Locale.ROOT);
        if (said.contains("thread not found") || said.contains("topic")) {
            return "The thread in that group is closed or gone.";
        }
        return said.contains("chat not found")
                ? "Telegram knows no such chat: nobody there has written to this bot."
                : "Telegram refused this message for good.";
    }
}
