package moltbot.systemtest.crash;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Asked;

/// The names of messages: `s7-12` is the twelfth of the seventh correspondent.
final class Tokens {
    private static final Pattern TOKEN = Pattern.compile("\\bs[0-9]+-[0-9]+\\b");

    private Tokens() {}

    static String of(int correspondent, int number) {
        return "s" + correspondent + "-" + number;
    }

    /// Those in a text, in order.
    static List<String> of(String text) {
        return TOKEN.matcher(text).results().map(MatchResult::group).toList();
    }

    /// What was said to the model since it last said something itself.
    static List<String> unanswered(Asked asked) {
        List<JsonObject> messages = asked.json().list("messages").objects();
        int from = messages.size();
        while (from > 0 && messages.get(from - 1).text("role").equals("user")) {
            from--;
        }
        return messages.subList(from, messages.size()).stream()
                .flatMap(message -> of(text(message)).stream())
                .toList();
    }

    private static String text(JsonObject message) {
        return message.find("content").orElseThrow() instanceof JsonArray parts
                ? String.join(
                        "\n",
                        parts.objects().stream()
                                .map(part -> part.textOr("text", ""))
                                .toList())
                : message.text("content");
    }
}
