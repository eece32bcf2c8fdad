package moltbot.gateway.testmodel;

import java.util.Optional;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// A model one can steer by what one writes, in every API: `call NAME {json}` makes it want that tool and then repeat
/// what the tool gave back; `count N` gives N pieces of text; anything else is repeated.
public final class AgentScript implements Script {
    private static final int MOST_PIECES = 100_000;

    @Override
    public Reply answer(Asked asked) {
        Answer answer = answer(lastWords(asked.json()));
        return switch (asked.path()) {
            case "/v1/messages" -> AnthropicWire.reply(answer);
            case "/v1/chat/completions", "/chat/completions" -> OpenAiWire.reply(answer);
            case "/api/chat" -> OllamaWire.reply(answer);
            default -> Reply.failure(404, "{\"error\":{\"type\":\"not_found_error\",\"message\":\"No such path.\"}}");
        };
    }

    /// The text of the last message, or what a tool gave back.
    record Last(boolean tool, String text) {}

    private static Answer answer(Last last) {
        if (last.tool()) {
            return Answer.text("The tool gave back: ", last.text());
        }
        String text = last.text();
        if (text.startsWith("call ")) {
            int space = text.indexOf(' ', 5);
            return Answer.call(
                    "I will use a tool.",
                    "toolu_" + Integer.toHexString(text.hashCode()),
                    text.substring(5, space),
                    JsonObject.parse(text.substring(space + 1)));
        }
        if (text.startsWith("count ")) {
            int pieces =
                    Math.min(MOST_PIECES, Integer.parseInt(text.substring(6).strip()));
            String[] words = new String[pieces];
            for (int i = 0; i < pieces; i++) {
                words[i] = "word" + i + " ";
            }
            return Answer.text(words);
        }
        return Answer.text("You ", "said: ", text);
    }

    private static Last lastWords(JsonObject request) {
        JsonObject message = request.list("messages").objects().getLast();
        boolean tool = message.text("role").equals("tool");
        JsonValue content = Optional.ofNullable(message.fields().get("content")).orElse(JsonValue.NULL);
        return switch (content) {
            case JsonValue.Text(String text) -> new Last(tool, text);
            case JsonArray blocks -> block(blocks.objects().getLast());
            default -> new Last(tool, "");
        };
    }

    private static Last block(JsonObject block) {
        return block.text("type").equals("tool_result")
                ? new Last(true, block.text("content"))
                : new Last(false, block.textOr("text", ""));
    }
}
