package moltbot.gateway.channel.whatsapp;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import moltbot.contract.chat.Others;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// The words of a message: with what it answers to before them, and with what cannot be looked at here named.
final class Spoken {
    /// What tells what happened, and is no message to anybody.
    private static final Set<String> NO_MESSAGES = Set.of("reaction", "system", "revoke", "request_welcome");

    private static final Pattern KIND = Pattern.compile("[a-z_]{1,32}");

    private final JsonObject message;
    private final Function<String, Optional<String>> earlier;

    /// @param earlier  what the house said to this person, by the message's id
    Spoken(JsonObject message, Function<String, Optional<String>> earlier) {
        this.message = message;
        this.earlier = earlier;
    }

    /// All of it, as the assistant is to read it; empty where it is nothing anybody said.
    ///
    /// @param files  whether files come along
    String whole(boolean files) {
        String type = message.textOr("type", "");
        if (type.equals("edit")) {
            JsonObject edited = message.object("edit").object("message");
            String now = new Spoken(edited, earlier).own(edited.textOr("type", ""));
            // What was sent on stays somebody else's, however it was changed.
            boolean sentOn = isSentOn(message) || isSentOn(edited);
            return now.isBlank()
                    ? ""
                    : sentOn ? Others.sentOn(now) : "(I changed an earlier message, which now says:)\n" + now;
        }
        String own = own(type).strip();
        JsonObject context = message.objectOr("context", JsonObject.EMPTY);
        if (isSentOn(message)) {
            return !own.isEmpty() ? Others.sentOn(own) : files ? "(Sent on from somebody else.)" : "";
        }
        if (type.equals("interactive")) {
            // What was tapped is whole: the message with the buttons is no quotation.
            return own;
        }
        Optional<String> answered = earlier.apply(context.textOr("id", ""));
        return own.isEmpty() && !files
                ? ""
                : answered.map(quoted -> Others.quoted(quoted) + "\n\n" + own).orElse(own);
    }

    private static boolean isSentOn(JsonObject message) {
        JsonObject context = message.objectOr("context", JsonObject.EMPTY);
        return context.flagOr("forwarded", false) || context.flagOr("frequently_forwarded", false);
    }

    private String own(String type) {
        return switch (type) {
            case "text" -> message.object("text").text("body");
            case "image", "video", "audio", "document", "sticker" ->
                message.object(type).textOr("caption", "");
            case "button" -> message.object("button").textOr("text", "");
            case "interactive" -> chosen(message.objectOr("interactive", JsonObject.EMPTY));
            case "location" -> "(A place: " + place(message.object("location")) + ")";
            case "contacts" -> other("a contact");
            case "unsupported" ->
                other(message.objectOr("unsupported", JsonObject.EMPTY).textOr("type", ""));
            default -> NO_MESSAGES.contains(type) ? "" : other(type);
        };
    }

    /// What somebody tapped of what was offered: the words it stands for, as the house offered them.
    private static String chosen(JsonObject interactive) {
        JsonObject reply = interactive.objectOr(interactive.textOr("type", ""), JsonObject.EMPTY);
        return reply.textOr("id", reply.textOr("title", other("interactive")));
    }

    /// Where it is; how it is called others have written.
    private static String place(JsonObject location) {
        return degrees(location, "latitude") + ", " + degrees(location, "longitude");
    }

    private static String degrees(JsonObject location, String field) {
        return location.find(field)
                .filter(JsonValue.Numeral.class::isInstance)
                .map(JsonValue::toString)
                .orElse("?");
    }

    private static String other(String kind) {
        boolean told = kind.equals("a contact") || KIND.matcher(kind).matches();
        return "(An attachment that cannot be looked at here: " + (told ? kind : "of a kind that is not told") + ")";
    }
}
