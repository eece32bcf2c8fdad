package moltbot.gateway.channel.telegram;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import moltbot.contract.Cut;
import moltbot.contract.chat.Others;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// The words of a message: with what it answers to before them and what hangs on it after, without the assistant's own
/// name. Offsets of entities count UTF-16 units, as a Java string does.
final class Spoken {
    private static final int MOST_QUOTED = 500;

    /// What else than words and files a message can be, and what it is called.
    private static final List<List<String>> ATTACHMENTS = List.of(
            List.of("sticker", "a sticker"),
            List.of("contact", "a contact"),
            List.of("location", "a place"),
            List.of("venue", "a place"),
            List.of("poll", "a poll"),
            List.of("story", "a story"));

    private final Bot bot;
    private final JsonObject message;

    Spoken(Bot bot, JsonObject message) {
        this.bot = bot;
        this.message = message;
    }

    /// What the person wrote themselves, names of the assistant included.
    String own() {
        return message.textOr("text", message.textOr("caption", ""));
    }

    private List<JsonObject> entities() {
        String field = message.has("text") ? "entities" : "caption_entities";
        return message.listOr(field, JsonArray.EMPTY).objects();
    }

    /// Whether the assistant is named, or answered to.
    boolean mentions() {
        return answered().objectOr("from", JsonObject.EMPTY).numberOr("id", 0) == bot.id()
                || entities().stream().anyMatch(this::names);
    }

    /// What this answers to. In a forum everything answers to the beginning of its thread, which says nothing.
    private JsonObject answered() {
        JsonObject answered = message.objectOr("reply_to_message", JsonObject.EMPTY);
        return answered.has("forum_topic_created") ? JsonObject.EMPTY : answered;
    }

    private boolean names(JsonObject entity) {
        return switch (entity.textOr("type", "")) {
            case "mention", "bot_command" -> at(entity) >= 0;
            case "text_mention" -> entity.objectOr("user", JsonObject.EMPTY).numberOr("id", 0) == bot.id();
            default -> false;
        };
    }

    /// Where in the words of an entity the assistant's name begins; −1 where it is not there.
    private int at(JsonObject entity) {
        String words = part(entity).toLowerCase(Locale.ROOT);
        String name = "@" + bot.username().toLowerCase(Locale.ROOT);
        return !bot.username().isEmpty() && words.endsWith(name) ? words.length() - name.length() : -1;
    }

    private String part(JsonObject entity) {
        long start = entity.numberOr("offset", -1);
        long end = start + entity.numberOr("length", 0);
        boolean fits = start >= 0 && end > start && end <= own().length();
        return fits ? own().substring((int) start, (int) end) : "";
    }

    /// All of it, as the assistant is to read it.
    String whole() {
        List<String> parts = new ArrayList<>();
        parts.add(withoutOwnName().strip());
        for (List<String> kind : ATTACHMENTS) {
            if (message.has(kind.getFirst())) {
                parts.add(attachment(kind.getFirst(), kind.getLast()));
            }
        }
        parts.removeIf(String::isEmpty);
        String text = String.join("\n", parts);
        boolean files = !Offers.of(message).isEmpty();
        if ((files || !text.isEmpty()) && (message.has("forward_origin") || message.has("via_bot"))) {
            return text.isEmpty() ? "(Sent on from somebody else.)" : Others.sentOn(text);
        }
        String quoted = quoted();
        if ((text.isEmpty() && !files) || quoted.isBlank()) {
            return text;
        }
        return Others.quoted(Cut.marked(quoted, MOST_QUOTED)) + "\n\n" + text;
    }

    private String quoted() {
        String chosen = message.objectOr("quote", JsonObject.EMPTY).textOr("text", "");
        return chosen.isEmpty() ? answered().textOr("text", answered().textOr("caption", "")) : chosen;
    }

    private String attachment(String field, String usual) {
        JsonObject thing = message.object(field);
        String kind = thing.textOr("mime_type", usual);
        String name = thing.textOr("file_name", thing.textOr("emoji", ""));
        return "(An attachment that cannot be looked at here: " + kind + (name.isEmpty() ? "" : ", " + name) + ")";
    }

    private String withoutOwnName() {
        String text = own();
        List<JsonObject> backwards = entities().stream()
                .filter(this::names)
                .sorted(Comparator.comparingLong((JsonObject entity) -> entity.numberOr("offset", 0))
                        .reversed())
                .toList();
        for (JsonObject entity : backwards) {
            int start = (int) entity.number("offset");
            int end = start + part(entity).length();
            int cut = entity.textOr("type", "").equals("text_mention") ? start : start + at(entity);
            text = text.substring(0, cut) + text.substring(end);
        }
        return text;
    }
}
