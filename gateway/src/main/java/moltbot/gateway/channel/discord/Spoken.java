package moltbot.gateway.channel.discord;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.Cut;
import moltbot.contract.chat.Others;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// The words of a message: with what it answers to before them and what hangs on it after, without the assistant's own
/// name, and with people's names where Discord writes their ids.
final class Spoken {
    private static final int MOST_QUOTED = 500;
    private static final int FORWARD = 1;
    private static final Pattern NAMED = Pattern.compile("<@!?([0-9]{1,20})>");
    private static final Pattern EMOJI = Pattern.compile("<a?(:[A-Za-z0-9_]{1,64}:)[0-9]{1,20}>");

    private final Bot bot;
    private final JsonObject message;

    Spoken(Bot bot, JsonObject message) {
        this.bot = bot;
        this.message = message;
    }

    /// What the person wrote themselves, names of the assistant included.
    String own() {
        return message.textOr("content", "");
    }

    /// Whether the assistant is named, or answered to with a notice to it.
    boolean mentions() {
        return named(message).stream().anyMatch(user -> user.textOr("id", "").equals(bot.id()));
    }

    private static List<JsonObject> named(JsonObject message) {
        return message.listOr("mentions", JsonArray.EMPTY).objects();
    }

    /// All of it, as the assistant is to read it.
    String whole() {
        List<String> parts = new ArrayList<>();
        parts.add(readable(message, own()).strip());
        String text = own().isBlank() ? "" : parts.getFirst();
        parts.addAll(others(message));
        parts.removeIf(String::isEmpty);
        String own = String.join("\n", parts);
        String forwarded = forwarded();
        if (!forwarded.isEmpty()) {
            String sentOn = Others.sentOn(forwarded);
            return text.isEmpty() ? sentOn : sentOn + "\n\n" + own;
        }
        JsonObject answered = message.objectOr("referenced_message", JsonObject.EMPTY);
        String quoted = readable(answered, answered.textOr("content", ""));
        if (own.isEmpty() || quoted.isBlank()) {
            return own;
        }
        return Others.quoted(Cut.marked(quoted, MOST_QUOTED)) + "\n\n" + own;
    }

    private String forwarded() {
        if (message.objectOr("message_reference", JsonObject.EMPTY).numberOr("type", 0) != FORWARD) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        for (JsonObject one :
                message.listOr("message_snapshots", JsonArray.EMPTY).objects()) {
            JsonObject snapshot = one.objectOr("message", JsonObject.EMPTY);
            parts.add(readable(snapshot, snapshot.textOr("content", "")));
            parts.addAll(attachments(snapshot));
            parts.addAll(others(snapshot));
        }
        parts.removeIf(String::isBlank);
        return String.join("\n", parts);
    }

    /// Without names: whoever sends something on did not choose them.
    private static List<String> attachments(JsonObject message) {
        List<String> parts = new ArrayList<>();
        for (JsonObject file : message.listOr("attachments", JsonArray.EMPTY).objects()) {
            parts.add(attachment(file.textOr("content_type", "a file"), ""));
        }
        return parts;
    }

    /// What is no file.
    private static List<String> others(JsonObject message) {
        List<String> parts = new ArrayList<>();
        message.listOr("sticker_items", JsonArray.EMPTY).objects().forEach(_ -> parts.add(attachment("a sticker", "")));
        if (message.has("poll")) {
            JsonObject question = message.object("poll").objectOr("question", JsonObject.EMPTY);
            parts.add(attachment("a poll", question.textOr("text", "")));
        }
        return parts;
    }

    private static String attachment(String kind, String name) {
        return "(An attachment that cannot be looked at here: " + kind + (name.isEmpty() ? "" : ", " + name) + ")";
    }

    /// Names for ids, and no name where it is the assistant's own.
    private String readable(JsonObject from, String text) {
        Matcher names = NAMED.matcher(text);
        StringBuilder said = new StringBuilder();
        while (names.find()) {
            String id = names.group(1);
            String name = id.equals(bot.id())
                    ? ""
                    : named(from).stream()
                            .filter(user -> user.textOr("id", "").equals(id))
                            .findFirst()
                            .map(user -> "@" + user.textOr("username", id))
                            .orElse(names.group());
            names.appendReplacement(said, Matcher.quoteReplacement(name));
        }
        names.appendTail(said);
        return EMOJI.matcher(said).replaceAll("$1");
    }
}
