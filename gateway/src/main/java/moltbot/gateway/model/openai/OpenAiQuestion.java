package moltbot.gateway.model.openai;

import java.util.ArrayList;
import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.ToolSpec;

/// The body of a question as chat completions. Parts only another provider understands are left out.
final class OpenAiQuestion {
    private OpenAiQuestion() {}

    static JsonObject.Builder of(ModelRequest request, String model) {
        List<JsonObject> messages = new ArrayList<>();
        if (!request.system().isBlank()) {
            messages.add(said("system", request.system()));
        }
        request.messages().forEach(message -> add(message, messages));
        JsonObject.Builder body = JsonObject.with("model", model)
                .with("stream", true)
                .with("stream_options", JsonObject.with("include_usage", true).build())
                .with("messages", JsonArray.of(messages));
        if (!request.tools().isEmpty()) {
            body.with(
                    "tools",
                    JsonArray.of(
                            request.tools().stream().map(OpenAiQuestion::tool).toList()));
        }
        return body;
    }

    private static JsonObject said(String role, String text) {
        return JsonObject.with("role", role).with("content", text).build();
    }

    /// Each result of a tool is a message of its own, before what its speaker says.
    private static void add(ModelMessage message, List<JsonObject> messages) {
        StringBuilder text = new StringBuilder();
        List<JsonObject> calls = new ArrayList<>();
        for (Content content : message.content()) {
            switch (content) {
                case Content.Text(String words) ->
                    text.append(text.isEmpty() ? "" : "\n").append(words);
                case Content.ToolUse(String id, String name, JsonObject input) -> calls.add(call(id, name, input));
                case Content.ToolResult(String toolUse, String result, boolean failed) ->
                    messages.add(result(toolUse, failed ? "Failed: " + result : result));
                case Content.Image picture ->
                    text.append(text.isEmpty() ? "" : "\n").append("[A picture that cannot be shown to this model.]");
                case Content.Opaque opaque -> {} // Only its own provider understands it.
            }
        }
        if (text.isEmpty() && calls.isEmpty()) {
            return;
        }
        if (message.role() == ModelMessage.Role.USER) {
            messages.add(said("user", text.toString()));
            return;
        }
        JsonObject.Builder spoken = JsonObject.with("role", "assistant")
                .with("content", text.isEmpty() ? JsonValue.NULL : JsonValue.of(text.toString()));
        if (!calls.isEmpty()) {
            spoken.with("tool_calls", JsonArray.of(calls));
        }
        messages.add(spoken.build());
    }

    private static JsonObject result(String toolUse, String text) {
        return JsonObject.with("role", "tool")
                .with("tool_call_id", toolUse)
                .with("content", text)
                .build();
    }

    private static JsonObject call(String id, String name, JsonObject input) {
        return JsonObject.with("id", id)
                .with("type", "function")
                .with(
                        "function",
                        JsonObject.with("name", name)
                                .with("arguments", input.toString())
                                .build())
                .build();
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
