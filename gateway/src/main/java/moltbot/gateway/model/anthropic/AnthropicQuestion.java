package moltbot.gateway.model.anthropic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.ToolSpec;
import moltbot.gateway.model.remote.Absent;
import moltbot.gateway.model.remote.CallIds;
import moltbot.gateway.model.remote.Thinking;
import moltbot.gateway.model.remote.Tuning;

/// The body of a question to the Messages API. What grows, the messages, stands last, and nothing in it moves: two
/// questions of one conversation begin with the same bytes. One cache mark stands after the tools and the system text;
/// the API itself keeps the other at the end of the conversation.
final class AnthropicQuestion {
    private static final JsonObject CACHED =
            JsonObject.with("type", "ephemeral").build();
    private static final Set<String> THOUGHTS = Set.of("thinking", "redacted_thinking");
    private static final List<String> OPTIONS = List.of("cache_control", "thinking", "output_config");

    private AnthropicQuestion() {}

    static JsonObject of(ModelRequest request, String model, Tuning tuning) {
        JsonObject.Builder body = JsonObject.with("model", model)
                .with("max_tokens", tuning.bound(request.maxTokens()))
                .with("stream", true)
                .with("cache_control", CACHED);
        think(tuning.thinking(), model, body);
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

    /// Models of today decide for themselves how long they think, and are told an effort; what they do unasked is
    /// meant for harder work than a chat. Older ones want a number of tokens.
    private static void think(Thinking thinking, String model, JsonObject.Builder body) {
        switch (thinking.effort()) {
            case "budget" ->
                body.with(
                        "thinking",
                        JsonObject.with("type", "enabled")
                                .with("budget_tokens", thinking.budget())
                                .build());
            case "off" -> {
                String least = model.startsWith("claude-sonnet-5-5") ? "between_tools" : "disabled";
                body.with("thinking", JsonObject.with("type", least).build());
            }
            default -> {
                String effort = thinking.chosen() ? thinking.effort() : "medium";
                body.with("output_config", JsonObject.with("effort", effort).build());
            }
        }
    }

    /// The same question without what was thought before; empty where it holds nothing of the kind.
    static Optional<JsonObject> withoutThoughts(JsonObject question) {
        List<JsonObject> messages = new ArrayList<>();
        boolean found = false;
        for (JsonObject message : question.list("messages").objects()) {
            List<JsonObject> kept = message.list("content").objects().stream()
                    .filter(block -> !THOUGHTS.contains(block.text("type")))
                    .toList();
            boolean thought = kept.size() < message.list("content").values().size();
            found |= thought;
            if (!kept.isEmpty()) {
                messages.add(
                        thought
                                ? message.toBuilder()
                                        .with("content", JsonArray.of(kept))
                                        .build()
                                : message);
            }
        }
        return found
                ? Optional.of(question.toBuilder()
                        .with("messages", JsonArray.of(messages))
                        .build())
                : Optional.empty();
    }

    /// The same question without the fields that are not needed; empty where it has none of them.
    static Optional<JsonObject> plain(JsonObject question) {
        if (OPTIONS.stream().noneMatch(question::has)) {
            return Optional.empty();
        }
        Map<String, JsonValue> fields = new LinkedHashMap<>(question.fields());
        OPTIONS.forEach(fields::remove);
        return Optional.of(new JsonObject(fields));
    }

    private static JsonObject tool(ToolSpec tool) {
        return JsonObject.with("name", tool.name())
                .with("description", tool.description())
                .with("input_schema", tool.inputSchema())
                .build();
    }

    private static List<JsonObject> messages(ModelRequest request) {
        List<JsonObject> result = new ArrayList<>();
        for (ModelMessage message : request.messages()) {
            List<JsonObject> blocks = new ArrayList<>();
            // Results of tools come before anything else their side says, whatever was said between them.
            message.content().stream()
                    .sorted(Comparator.comparing(content -> !(content instanceof Content.ToolResult)))
                    .forEach(content -> block(content, request).ifPresent(blocks::add));
            if (blocks.isEmpty()) {
                continue; // The API takes no empty message.
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
                        .with("id", CallIds.fitting(id))
                        .with("name", name)
                        .with("input", input)
                        .build());
            case Content.ToolResult result ->
                Optional.of(JsonObject.with("type", "tool_result")
                        .with("tool_use_id", CallIds.fitting(result.toolUse()))
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
}
