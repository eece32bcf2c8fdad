package moltbot.gateway.model.ollama;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.ToolSpec;

/// The body of a question to Ollama. Its tools have names only: a result is matched to its call by the tool's name,
/// which is looked up in the conversation. Parts only another provider understands are left out.
final class OllamaQuestion {
    private final List<JsonObject> messages = new ArrayList<>();
    private final Map<String, String> toolNames = new HashMap<>();

    private OllamaQuestion() {}

    static JsonObject of(ModelRequest request, String model, int maxTokens) {
        OllamaQuestion question = new OllamaQuestion();
        if (!request.system().isBlank()) {
            question.say("system", request.system(), List.of());
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
        return body.build();
    }

    private void add(ModelMessage message) {
        StringBuilder text = new StringBuilder();
        List<JsonObject> calls = new ArrayList<>();
        for (Content content : message.content()) {
            switch (content) {
                case Content.Text(String words) ->
                    text.append(text.isEmpty() ? "" : "\n").append(words);
                case Content.ToolUse(String id, String name, JsonObject input) -> {
                    toolNames.put(id, name);
                    calls.add(call(name, input));
                }
                case Content.ToolResult(String toolUse, String result, boolean failed) ->
                    messages.add(JsonObject.with("role", "tool")
                            .with("tool_name", toolNames.getOrDefault(toolUse, ""))
                            .with("content", failed ? "Failed: " + result : result)
                            .build());
                case Content.Image picture ->
                    text.append(text.isEmpty() ? "" : "\n").append("[A picture that cannot be shown to this model.]");
                case Content.Opaque opaque -> {} // Only its own provider understands it.
            }
        }
        if (!text.isEmpty() || !calls.isEmpty()) {
            say(message.role().name().toLowerCase(Locale.ROOT), text.toString(), calls);
        }
    }

    private void say(String role, String text, List<JsonObject> calls) {
        JsonObject.Builder message = JsonObject.with("role", role).with("content", text);
        if (!calls.isEmpty()) {
            message.with("tool_calls", JsonArray.of(calls));
        }
        messages.add(message.build());
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
