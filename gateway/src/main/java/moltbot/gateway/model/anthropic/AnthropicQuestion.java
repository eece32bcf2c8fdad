package moltbot.gateway.model.anthropic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.ToolSpec;
import moltbot.gateway.model.remote.Absent;

/// The body of a question to the Messages API. Two cache marks: after the system text (which the tools precede) and at
/// the end of the conversation, so that the next question of the same turn pays for its own words only.
final class AnthropicQuestion {
    private static final JsonObject CACHED =
            JsonObject.with("type", "ephemeral").build();

    private AnthropicQuestion() {}

    static JsonObject of(ModelRequest request, String model, int maxTokens) {
        JsonObject.Builder body =
                JsonObject.with("model", model).with("max_tokens", maxTokens).with("stream", true);
        if (!request.system().isBlank()) {
            JsonObject system = textBlock(request.system()).toBuilder()
                    .with("cache_control", CACHED)
                    .build();
            body.with("system", JsonArray.of(List.of(system)));
        }
        if (!request.tools().isEmpty()) {
            body.with(
                    "tools",
                    JsonArray.of(request.tools().stream()
                            .map(AnthropicQuestion::tool)
                            .toList()));
        }
        return body.with("messages", JsonArray.of(messages(request))).build();
    }

    private static JsonObject tool(ToolSpec tool) {
        return JsonObject.with("name", tool.name())
                .with("description", tool.description())
                .with("input_schema", tool.inputSchema())
                .build();
    }

    private static List<JsonObject> messages(ModelRequest request) {
        List<ModelMessage> messages = request.messages();
        List<JsonObject> result = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            ModelMessage message = messages.get(i);
            List<JsonObject> blocks = new ArrayList<>();
            // Results of tools come before anything else their side says, whatever was said between them.
            message.content().stream()
                    .sorted(Comparator.comparing(content -> !(content instanceof Content.ToolResult)))
                    .forEach(content -> block(content, request).ifPresent(blocks::add));
            if (blocks.isEmpty()) {
                continue; // The API takes no empty message.
            }
            if (i == messages.size() - 1 && message.role() == ModelMessage.Role.USER) {
                blocks.set(
                        blocks.size() - 1,
                        blocks.getLast().toBuilder()
                                .with("cache_control", CACHED)
                                .build());
            }
            result.add(JsonObject.with("role", message.role().name().toLowerCase(Locale.ROOT))
                    .with("content", JsonArray.of(blocks))
                    .build());
        }
        return result;
    }

    private static Optional<JsonObject> block(Content content, ModelRequest request) {
        return switch (content) {
            case Content.Text(String text) -> text.isBlank() ? Optional.empty() : Optional.of(textBlock(text));
            case Content.Media media -> Optional.of(mediaBlock(media, request));
            case Content.ToolUse(String id, String name, JsonObject input) ->
                Optional.of(JsonObject.with("type", "tool_use")
                        .with("id", accepted(id))
                        .with("name", name)
                        .with("input", input)
                        .build());
            case Content.ToolResult result ->
                Optional.of(JsonObject.with("type", "tool_result")
                        .with("tool_use_id", accepted(result.toolUse()))
                        .with("content", given(result, request))
                        .with("is_error", result.failed())
                        .build());
            case Content.Opaque(String provider, JsonObject raw) ->
                provider.equals(AnthropicDialect.NAME) ? Optional.of(raw) : Optional.empty();
        };
    }

    private static JsonValue given(Content.ToolResult result, ModelRequest request) {
        if (result.media().isEmpty()) {
            return JsonValue.of(result.text());
        }
        List<JsonObject> blocks = new ArrayList<>();
        if (!result.text().isBlank()) {
            blocks.add(textBlock(result.text()));
        }
        result.media().forEach(media -> blocks.add(mediaBlock(media, request)));
        return JsonArray.of(blocks);
    }

    private static JsonObject mediaBlock(Content.Media media, ModelRequest request) {
        return request.base64(media)
                .map(data -> JsonObject.with("type", media.isImage() ? "image" : "document")
                        .with(
                                "source",
                                JsonObject.with("type", "base64")
                                        .with("media_type", media.mediaType())
                                        .with("data", data)
                                        .build())
                        .build())
                .orElseGet(() -> textBlock(Absent.words(media)));
    }

    private static JsonObject textBlock(String text) {
        return JsonObject.with("type", "text").with("text", text).build();
    }

    /// The id in the letters this API takes; another provider's may have others.
    private static String accepted(String id) {
        StringBuilder letters = new StringBuilder(id.length());
        id.chars().forEach(c -> letters.append(accepted(c) ? (char) c : '_'));
        return letters.toString();
    }

    private static boolean accepted(int letter) {
        return letter < 0x80 && (Character.isLetterOrDigit(letter) || letter == '-');
    }
}
