package moltbot.contract.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// One question to a model. Which model answers is the gateway's to know: it may be told a wish.
///
/// @param maxTokens  bound on the answer, in tokens
/// @param turn       the turn that asks, for what it may spend; empty where there is none
/// @param model      the one to be asked first, as the gateway names it, where its owner chose one for this
///                   conversation; empty for the usual one
/// @param media      the bytes of images and documents in the messages, in base64, by their SHA-256; what is not here
///                   is told of in words
public record ModelRequest(
        String system,
        List<ModelMessage> messages,
        List<ToolSpec> tools,
        int maxTokens,
        String turn,
        String model,
        Map<String, String> media) {
    /// Longest name of a model, in characters.
    public static final int MAX_MODEL_NAME = 200;

    /// All media of one request together, in characters of base64.
    public static final int MAX_MEDIA_CHARS = 8 << 20;

    public ModelRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        media = Map.copyOf(media);
        if (messages.isEmpty() || maxTokens <= 0) {
            throw ContractException.malformed("A model must be asked something and may answer something.");
        }
        if (model.length() > MAX_MODEL_NAME) {
            throw ContractException.malformed("A model's name has at most " + MAX_MODEL_NAME + " characters.");
        }
        if (media.values().stream().mapToLong(String::length).sum() > MAX_MEDIA_CHARS) {
            throw new ContractException(Code.TOO_LARGE, "A model can be shown only so many images at once.");
        }
    }

    public ModelRequest(String system, List<ModelMessage> messages, List<ToolSpec> tools, int maxTokens) {
        this(system, messages, tools, maxTokens, "", "", Map.of());
    }

    /// The same question with these bytes beside it.
    public ModelRequest withMedia(Map<String, String> base64) {
        return new ModelRequest(system, messages, tools, maxTokens, turn, model, base64);
    }

    /// The same question, asked by a turn.
    public ModelRequest withTurn(String id) {
        return new ModelRequest(system, messages, tools, maxTokens, id, model, media);
    }

    /// The same question, to be asked of this model first.
    public ModelRequest withModel(String name) {
        return new ModelRequest(system, messages, tools, maxTokens, turn, name, media);
    }

    /// The bytes of an image or a document, in base64; empty where they did not come along.
    public Optional<String> base64(Content.Media part) {
        return Optional.ofNullable(media.get(part.sha256()));
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.with("system", system)
                .with(
                        "messages",
                        JsonArray.of(messages.stream().map(ModelMessage::toJson).toList()))
                .with("tools", JsonArray.of(tools.stream().map(ToolSpec::toJson).toList()))
                .with("maxTokens", maxTokens)
                .with("turn", turn);
        if (!model.isEmpty()) {
            json.with("model", model);
        }
        if (!media.isEmpty()) {
            JsonObject.Builder bytes = new JsonObject.Builder();
            media.forEach(bytes::with);
            json.with("media", bytes.build());
        }
        return json.build();
    }

    public static ModelRequest fromJson(JsonObject json) {
        Map<String, String> media = new LinkedHashMap<>();
        json.objectOr("media", JsonObject.EMPTY).fields().forEach((name, value) -> {
            if (!(value instanceof JsonValue.Text(String base64))) {
                throw ContractException.malformed("The bytes of an image are written as text.");
            }
            media.put(name, base64);
        });
        return new ModelRequest(
                json.text("system"),
                json.list("messages").objects().stream()
                        .map(ModelMessage::fromJson)
                        .toList(),
                json.list("tools").objects().stream().map(ToolSpec::fromJson).toList(),
                json.integer("maxTokens"),
                json.textOr("turn", ""),
                json.textOr("model", ""),
                media);
    }
}
