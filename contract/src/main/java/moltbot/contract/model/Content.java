package moltbot.contract.model;

import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// One part of a message to or from a model.
public sealed interface Content {
    /// Plain text.
    record Text(String text) implements Content {}

    /// An image or a document, by reference: its bytes are kept apart, and travel beside the messages that show it
    /// ([ModelRequest#media()]).
    ///
    /// @param mediaType  one of [Attachment#TYPES]
    /// @param sha256     of its bytes, in hexadecimal digits: its name
    /// @param size       of it in bytes, at most [Attachment#MAX_BYTES]
    record Media(String mediaType, String sha256, int size) implements Content {
        public Media {
            Attachment.require(mediaType, size);
            if (!sha256.matches("[0-9a-f]{64}")) {
                throw ContractException.malformed("An attachment is named by its SHA-256.");
            }
        }

        public boolean isImage() {
            return mediaType.startsWith("image/");
        }
    }

    /// The model asks for a tool.
    record ToolUse(String id, String name, JsonObject input) implements Content {}

    /// What the tool gave back.
    ///
    /// @param media  images and documents, after the text
    record ToolResult(String toolUse, String text, boolean failed, List<Media> media) implements Content {
        public ToolResult {
            media = List.copyOf(media);
        }

        public ToolResult(String toolUse, String text, boolean failed) {
            this(toolUse, text, failed, List.of());
        }
    }

    /// A part only its provider understands (thinking with its signature, say): kept and sent back untouched, and only
    /// to that provider.
    record Opaque(String provider, JsonObject raw) implements Content {}

    default JsonObject toJson() {
        return switch (this) {
            case Text(String text) ->
                JsonObject.with("type", "text").with("text", text).build();
            case Media(String mediaType, String sha256, int size) ->
                JsonObject.with("type", "media")
                        .with("mediaType", mediaType)
                        .with("sha256", sha256)
                        .with("size", size)
                        .build();
            case ToolUse(String id, String name, JsonObject input) ->
                JsonObject.with("type", "tool_use")
                        .with("id", id)
                        .with("name", name)
                        .with("input", input)
                        .build();
            case ToolResult(String toolUse, String text, boolean failed, List<Media> media) -> {
                JsonObject.Builder json = JsonObject.with("type", "tool_result")
                        .with("toolUse", toolUse)
                        .with("text", text)
                        .with("failed", failed);
                if (!media.isEmpty()) {
                    json.with(
                            "media",
                            JsonArray.of(media.stream().map(Content::toJson).toList()));
                }
                yield json.build();
            }
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
            case "media" -> media(json);
            case "tool_use" -> new ToolUse(json.text("id"), json.text("name"), json.object("input"));
            case "tool_result" ->
                new ToolResult(
                        json.text("toolUse"),
                        json.text("text"),
                        json.flag("failed"),
                        json.listOr("media", JsonArray.EMPTY).objects().stream()
                                .map(Content::media)
                                .toList());
            case "opaque" -> new Opaque(json.text("provider"), json.object("raw"));
            default -> throw ContractException.malformed("A message holds a part of an unknown type.");
        };
    }

    private static Media media(JsonObject json) {
        return new Media(json.text("mediaType"), json.text("sha256"), json.integer("size"));
    }
}
