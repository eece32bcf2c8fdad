package moltbot.gateway.channel.slack;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.chat.Others;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// The words of a message: with what was sent on before them and what hangs on it after, without the assistant's own
/// name, and with what stands between Slack's angle brackets as people read it
/// ([formatting](https://docs.slack.dev/messaging/formatting-message-text/)).
final class Spoken {
    private static final Pattern MARKED = Pattern.compile("<([^<>|]{1,4000})(?:\\|([^<>]{0,4000}))?>");

    private final Bot bot;
    private final JsonObject message;

    Spoken(Bot bot, JsonObject message) {
        this.bot = bot;
        this.message = message;
    }

    /// What the person wrote themselves, names of the assistant included.
    String own() {
        return message.textOr("text", "");
    }

    /// Whether the assistant is named.
    boolean mentions() {
        return own().contains("<@" + bot.user() + ">") || own().contains("<@" + bot.user() + "|");
    }

    /// All of it, as the assistant is to read it.
    String whole() {
        List<String> parts = new ArrayList<>();
        parts.add(readable(own()).strip());
        for (JsonObject file : message.listOr("files", JsonArray.EMPTY).objects()) {
            if (!Offers.isKept(file)) {
                parts.add("(An attachment that cannot be looked at here.)");
            }
        }
        parts.removeIf(String::isEmpty);
        String own = String.join("\n", parts);
        String sentOn = sentOn();
        if (sentOn.isEmpty()) {
            return own;
        }
        String others = Others.sentOn(sentOn);
        return own.isEmpty() ? others : others + "\n\n" + own;
    }

    private String sentOn() {
        List<String> parts = new ArrayList<>();
        for (JsonObject one : message.listOr("attachments", JsonArray.EMPTY).objects()) {
            if (one.flagOr("is_share", false) || one.flagOr("is_msg_unfurl", false)) {
                parts.add(
                        readable(one.textOr("text", one.textOr("fallback", ""))).strip());
            }
        }
        parts.removeIf(String::isBlank);
        return String.join("\n", parts);
    }

    private String readable(String text) {
        Matcher marked = MARKED.matcher(text);
        StringBuilder said = new StringBuilder();
        while (marked.find()) {
            String label = marked.group(2) == null ? "" : marked.group(2);
            marked.appendReplacement(said, Matcher.quoteReplacement(read(marked.group(1), label)));
        }
        marked.appendTail(said);
        return said.toString().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    private String read(String what, String label) {
        String rest = what.substring(1);
        return switch (what.charAt(0)) {
            case '@' -> rest.equals(bot.user()) ? "" : "@" + (label.isEmpty() ? rest : label);
            case '#' -> "#" + (label.isEmpty() ? rest : label);
            case '!' -> label.isEmpty() ? "@" + rest.replaceAll("\\^.*", "") : label;
            default -> address(what, label);
        };
    }

    private static String address(String what, String label) {
        String plain = what.startsWith("mailto:") || what.startsWith("tel:") ? what.replaceFirst("[a-z]+:", "") : what;
        boolean same = label.isEmpty() || what.equals(label) || plain.equals(label) || what.endsWith("//" + label);
        return same ? plain : label + " (" + plain + ")";
    }
}
