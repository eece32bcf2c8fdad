package moltbot.gateway.channel.whatsapp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import moltbot.contract.Cut;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Outcome;

/// The requests that say something, and what their answers mean.
final class Sending {
    private static final System.Logger LOG = System.getLogger("whatsapp");
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofSeconds(10);

    /// As many answers as WhatsApp offers with a message.
    static final int MOST_BUTTONS = 3;

    private static final int MOST_WITH_BUTTONS = 1_024;
    private static final int MOST_TITLE = 20;

    private Sending() {}

    /// Nobody's servers are to fetch what it links to. What is too long for a message with buttons has none.
    ///
    /// @param replies  what is offered as an answer
    /// @param answers  WhatsApp's id of the message that this one answers, and that is shown with it
    static JsonObject text(String person, String text, List<QuickReply> replies, Optional<String> answers) {
        boolean offers = !replies.isEmpty() && text.length() <= MOST_WITH_BUTTONS;
        JsonObject.Builder message = to(person, offers ? "interactive" : "text");
        answers.ifPresent(wamid ->
                message.with("context", JsonObject.with("message_id", wamid).build()));
        return offers
                ? message.with("interactive", offer(text, replies)).build()
                : message.with(
                                "text",
                                JsonObject.with("preview_url", false)
                                        .with("body", text)
                                        .build())
                        .build();
    }

    private static JsonObject offer(String text, List<QuickReply> replies) {
        List<JsonObject> buttons = replies.stream()
                .map(reply -> JsonObject.with("type", "reply")
                        .with(
                                "reply",
                                JsonObject.with("id", reply.says())
                                        .with("title", title(reply.label()))
                                        .build())
                        .build())
                .toList();
        return JsonObject.with("type", "button")
                .with("body", JsonObject.with("text", text).build())
                .with(
                        "action",
                        JsonObject.with("buttons", JsonArray.of(buttons)).build())
                .build();
    }

    /// Numbers and verbs come first, so what is cut still tells one from another.
    private static String title(String label) {
        return Cut.within(label, MOST_TITLE);
    }

    /// A file that was brought before.
    static JsonObject file(String person, Kinds.Kind kind, String id, String name) {
        JsonObject.Builder file = JsonObject.with("id", id);
        if (kind.named()) {
            file.with("filename", name);
        }
        return to(person, kind.type()).with(kind.type(), file.build()).build();
    }

    /// A person is reached by their number, or by the id that stands for it.
    private static JsonObject.Builder to(String person, String type) {
        return JsonObject.with("messaging_product", "whatsapp")
                .with("recipient_type", "individual")
                .with(Message.isNumber(person) ? "to" : "recipient", person)
                .with("type", type);
    }

    /// That a message was read and is being answered, which WhatsApp shows for 25 seconds.
    static JsonObject seen(String message) {
        return JsonObject.with("messaging_product", "whatsapp")
                .with("status", "read")
                .with("message_id", message)
                .with("typing_indicator", JsonObject.with("type", "text").build())
                .build();
    }

    /// What a request asked for comes to, where it is not done.
    static Outcome outcome(Reply reply) {
        return switch (reply) {
            case Reply.Done _ -> new Outcome.Sent();
            case Reply.Refused refused -> refused(refused);
            // Whoever answered stands before the Graph API, or it broke down: nobody knows how far it came.
            case Reply.Broken(int status)
            when status < 300 || status >= Reply.SERVER ->
                new Outcome.Unknown("WhatsApp answered with status " + status + " and nothing that can be read.");
            case Reply.Broken(int status) ->
                new Outcome.Later("Something on the way to WhatsApp refused it (" + status + ").", Duration.ZERO);
            case Reply.NotSent() -> new Outcome.Later("WhatsApp could not be reached.", Duration.ZERO);
            case Reply.Lost() -> new Outcome.Unknown("WhatsApp's answer did not come.");
            case Reply.NoKey() -> new Outcome.Later(Words.NO_KEY, LONG);
        };
    }

    /// The same of what was only prepared: nobody can have seen it.
    static Outcome before(Reply reply) {
        return outcome(reply) instanceof Outcome.Unknown(String why)
                ? new Outcome.Later(why, Duration.ZERO)
                : outcome(reply);
    }

    private static Outcome refused(Reply.Refused no) {
        if (no.ofKey() || no.ofPermission()) {
            return new Outcome.Later(Words.of(no), LONG);
        }
        if (no.isLimited()) {
            return new Outcome.Later("WhatsApp asks for fewer messages.", pause(no));
        }
        if (no.isAway()) {
            return new Outcome.Later("WhatsApp cannot take it now (" + no.code() + ").", SHORT);
        }
        if (no.isFailure()) {
            return new Outcome.Unknown("WhatsApp failed in the middle of it (" + no.code() + ").");
        }
        LOG.log(System.Logger.Level.WARNING, "A message was refused: {0}", Integer.toString(no.code()));
        return ofAccount(no.code());
    }

    /// How long to stay away.
    static Duration pause(Reply.Refused no) {
        boolean passes = no.code() == Reply.Refused.PAIR || no.code() == Reply.Refused.LIMIT;
        return !no.retryAfter().isZero() ? no.retryAfter() : passes ? SHORT : LONG;
    }

    /// What is wrong with the account its owner can mend; then it is sent.
    private static Outcome ofAccount(int code) {
        return switch (code) {
            case 131_042 -> new Outcome.Later("Meta wants a way to be paid for this WhatsApp account (131042).", LONG);
            case 368, 131_031 ->
                new Outcome.Later(
                        "Meta has locked this WhatsApp account (" + code + "); see WhatsApp Manager, Account quality.",
                        LONG);
            case 131_045, 133_010 ->
                new Outcome.Later(
                        "This phone number is not registered with the Cloud API (" + code + "); do so on the page API"
                                + " Setup at developers.facebook.com.",
                        LONG);
            default -> new Outcome.Never(Words.never(code));
        };
    }

    /// What is told of a message after WhatsApp took it: that is not there, whatever the reason.
    ///
    /// @param error  of its status; not 0
    static Outcome failed(int error) {
        return switch (refused(new Reply.Refused(Reply.OK, error, 0, Duration.ZERO))) {
            case Outcome.Unknown(String why) -> new Outcome.Later(why, LONG);
            case Outcome outcome -> outcome;
        };
    }
}
