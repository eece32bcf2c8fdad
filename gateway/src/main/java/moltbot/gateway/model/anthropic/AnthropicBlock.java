package moltbot.gateway.model.anthropic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.model.ModelEvent;

/// One content block while it arrives. Text is passed on piece by piece; a wish for a tool when its input is whole;
/// every other block (thinking with its signature, redacted thinking, kinds yet to come) is put together exactly as
/// the API will want it back, and passed on as opaque.
final class AnthropicBlock {
    private static final System.Logger LOG = System.getLogger("model");
    private static final int MAX_CHARS = 4 << 20;

    private final JsonObject start;
    private final String type;
    private final Map<String, StringBuilder> growing = new LinkedHashMap<>();
    private final Map<String, JsonValue> set = new LinkedHashMap<>();
    private final List<JsonValue> citations = new ArrayList<>();
    private final StringBuilder input = new StringBuilder();
    private int chars;

    private AnthropicBlock(JsonObject start) {
        this.start = start;
        this.type = start.text("type");
    }

    static AnthropicBlock begin(JsonObject start, Consumer<ModelEvent> out) {
        AnthropicBlock block = new AnthropicBlock(start);
        if (block.type.equals("text")) {
            say(start.textOr("text", ""), out);
        }
        return block;
    }

    void take(JsonObject delta, Consumer<ModelEvent> out) {
        String kind = delta.text("type");
        if (kind.equals("input_json_delta")) {
            grow(input, delta.text("partial_json"));
        } else if (type.equals("text")) {
            say(delta.textOr("text", ""), out);
        } else if (kind.equals("citations_delta") && delta.has("citation")) {
            citations.add(delta.object("citation"));
        } else {
            merge(delta);
        }
    }

    private static void say(String text, Consumer<ModelEvent> out) {
        if (!text.isEmpty()) {
            out.accept(new ModelEvent.TextDelta(text));
        }
    }

    /// A delta names the fields it adds to: text grows, anything else replaces.
    private void merge(JsonObject delta) {
        delta.fields().forEach((name, value) -> {
            if (name.equals("type")) {
                return;
            }
            if (value instanceof JsonValue.Text(String text)) {
                grow(growing.computeIfAbsent(name, n -> new StringBuilder(start.textOr(n, ""))), text);
            } else {
                set.put(name, value);
            }
        });
    }

    private void grow(StringBuilder text, String piece) {
        chars += piece.length();
        if (chars > MAX_CHARS) {
            throw new ContractException(ContractException.Code.TOO_LARGE, "A block of an answer is too long.");
        }
        text.append(piece);
    }

    /// Passes on what is only useful whole. False if a tool's input was cut off.
    boolean end(Consumer<ModelEvent> out) {
        return switch (type) {
            case "text" -> true;
            case "tool_use" -> endTool(out);
            default -> {
                out.accept(new ModelEvent.Opaque(AnthropicDialect.NAME, whole()));
                yield true;
            }
        };
    }

    private boolean endTool(Consumer<ModelEvent> out) {
        JsonObject arguments;
        try {
            arguments =
                    input.isEmpty() ? start.objectOr("input", JsonObject.EMPTY) : JsonObject.parse(input.toString());
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "A tool''s input is not whole: {0}", e.getMessage());
            return false;
        }
        out.accept(new ModelEvent.ToolCall(start.text("id"), start.text("name"), arguments));
        return true;
    }

    private JsonObject whole() {
        JsonObject.Builder block = start.toBuilder();
        growing.forEach((name, text) -> block.with(name, text.toString()));
        set.forEach(block::with);
        if (!citations.isEmpty()) {
            block.with("citations", new JsonArray(citations));
        }
        if (!input.isEmpty()) {
            block.with("input", JsonObject.parse(input.toString()));
        }
        return block.build();
    }
}
