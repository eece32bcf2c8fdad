package moltbot.gateway.model.ollama;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.ToolSpec;
import moltbot.gateway.model.remote.Absent;

/// The body of a question to Ollama. Its tools have names only: a result is matched to its call by the tool's name,
/// which is looked up in the conversation. Its images follow as the user's, after the results of all calls. Of
/// documents it is only told. Parts only another provider understands are left out.
final class OllamaQuestion {
    /// What a model thought, on the way back as on the way here.
    static final String THOUGHTS = "thinking";

    private final List<JsonObject> messages = new ArrayList<>();
    private final Map<String, String> toolNames = new HashMap<>();

    private final ModelRequest request;

    private OllamaQuestion(ModelRequest request) {
        this.request = request;
    }

    static JsonObject.Builder of(ModelRequest request, String model, int maxTokens) {
        OllamaQuestion question = new OllamaQuestion(request);
        if (!request.system().isBlank()) {
            question.messages.add(JsonObject.with("role", "system")
                    .with("content", request.system())
                    .build());
        }
        request.messages().forEach(question::add);
        JsonObject.Builder body = JsonObject.with("model", model)
                .with("stream", true)
                .with("messages", JsonArray.of(question.messages))
                .with("options", JsonObject.with("num_predict", maxTokens).build());
        if (!request.tools().isEmpty()) {
            body.with(
                    "tools",
                    JsonArray.of(
                            request.tools().stream().map(OllamaQuestion::tool).toList()));
        }
        return body;
    }

    private void add(ModelMessage message) {
        List<String> text = new ArrayList<>();
        List<String> images = new ArrayList<>();
        List<JsonObject> calls = new ArrayList<>();
        String thoughts = "";
        for (Content content : message.content()) {
            switch (content) {
                case Content.Text(String words) -> text.add(words);
                case Content.Media media -> show(media, text, images);
                case Content.ToolUse(String id, String name, JsonObject input) -> {
                    toolNames.put(id, name);
                    calls.add(call(name, input));
                }
                case Content.ToolResult result -> {
                    messages.add(JsonObject.with("role", "tool")
                            .with("tool_name", toolNames.getOrDefault(result.toolUse(), ""))
                            .with("content", result.failed() ? "Failed: " + result.text() : result.text())
                            .build());
                    result.media().forEach(media -> show(media, text, images));
                }
                case Content.Opaque(String provider, JsonObject raw) ->
                    // Only its own provider understands it.
                    thoughts = provider.equals(OllamaDialect.NAME) ? raw.textOr(THOUGHTS, "") : thoughts;
            }
        }
        if (text.isEmpty() && images.isEmpty() && calls.isEmpty()) {
            return;
        }
        JsonObject.Builder said = JsonObject.with("role", message.role().name().toLowerCase(Locale.ROOT))
                .with("content", String.join("\n", text));
        if (!thoughts.isEmpty()) {
            said.with(THOUGHTS, thoughts);
        }
        if (!images.isEmpty()) {
            said.with("images", JsonArray.ofTexts(images));
        }
        if (!calls.isEmpty()) {
            said.with("tool_calls", JsonArray.of(calls));
        }
        messages.add(said.build());
    }

    private void show(Content.Media media, List<String> text, List<String> images) {
        Optional<String> bytes = media.isImage() ? request.base64(media) : Optional.empty();
        bytes.ifPresentOrElse(images::add, () -> text.add(Absent.words(media)));
    }

    private static JsonObject call(String name, JsonObject input) {
        JsonObject function =
                JsonObject.with("name", name).with("arguments", input).build();
        return JsonObject.with("function", function).build();
    }

    private static JsonObject tool(ToolSpec tool) {
        return JsonObject.with("type", "function")
                .with(
                        "function",
                        JsonObject.with("name", tool.name())
                                .with("description", tool.description())
                                .with("parameters", tool.inputSchema())
                                .build())
                .build();
    }
}
