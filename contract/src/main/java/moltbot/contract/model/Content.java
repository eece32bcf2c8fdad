package moltbot.contract.model;

import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// One part of a message to or from a model.
public sealed interface Content {
    /// Plain text.
    record Text(String text) implements Content {}

    /// The model asks for a tool.
    record ToolUse(String id, String name, JsonObject input) implements Content {}

    /// What the tool gave back.
    record ToolResult(String toolUse, String text, boolean failed) implements Content {}

    /// A part only its provider understands (thinking with its signature, say): kept and sent back untouched, and only
    /// to that provider.
    record Opaque(String provider, JsonObject raw) implements Content {}

    /// A picture, beside the text it belongs to: what a tool saw, or what a person sent.
    ///
    /// @param mediaType  `image/png`, `image/jpeg`, `image/webp` or `image/gif`
    /// @param base64     its bytes, at most [#MOST_CHARS]
    record Image(String mediaType, String base64) implements Content {
        /// What every provider takes.
        public static final int MOST_CHARS = 4 << 20;

        private static final Set<String> TYPES = Set.of("image/png", "image/jpeg", "image/webp", "image/gif");

        public Image {
            if (!TYPES.contains(mediaType) || base64.isEmpty() || base64.length() > MOST_CHARS) {
                throw ContractException.malformed("A picture is of an unknown type, empty or too large.");
            }
        }
    }

    default JsonObject toJson() {
        return switch (this) {
            case Text(String text) ->
                JsonObject.with("type", "text").with("text", text).build();
            case ToolUse(String id, String name, JsonObject input) ->
                JsonObject.with("type", "tool_use")
                        .with("id", id)
                        .with("name", name)
                        .with("input", input)
                        .build();
            case ToolResult(String toolUse, String text, boolean failed) ->
                JsonObject.with("type", "tool_result")
                        .with("toolUse", toolUse)
                        .with("text", text)
                        .with("failed", failed)
                        .build();
            case Image(String mediaType, String base64) ->
                JsonObject.with("type", "image")
                        .with("mediaType", mediaType)
                        .with("base64", base64)
                        .build();
            case Opaque(String provider, JsonObject raw) ->
                JsonObject.with("type", "opaque")
                        .with("provider", provider)
                        .with("raw", raw)
                        .build();
        };
    }

    static Content fromJson(JsonObject json) {
        return switch (json.text("type")) {
            case "text" -> new Text(json.text("text"));
            case "tool_use" -> new ToolUse(json.text("id"), json.text("name"), json.object("input"));
            case "tool_result" -> new ToolResult(json.text("toolUse"), json.text("text"), json.flag("failed"));
            case "image" -> new Image(json.text("mediaType"), json.text("base64"));
            case "opaque" -> new Opaque(json.text("provider"), json.object("raw"));
            default -> throw ContractException.malformed("A message holds a part of an unknown type.");
        };
    }
}
