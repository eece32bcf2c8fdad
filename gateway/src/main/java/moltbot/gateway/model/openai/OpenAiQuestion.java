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
import moltbot.gateway.model.remote.Absent;
import moltbot.gateway.model.remote.CallIds;

/// The body of a question as chat completions. Parts only another provider understands are left out. A tool's result
/// is text in this API, so its images follow as the user's, after the results of all calls.
final class OpenAiQuestion {
    /// How servers other than OpenAI's own name what a model thought.
    static final String THOUGHTS = "reasoning_content";

    private final ModelRequest request;
    private final List<JsonObject> messages = new ArrayList<>();

    private OpenAiQuestion(ModelRequest request) {
        this.request = request;
    }

    static JsonObject.Builder of(ModelRequest request, String model) {
        OpenAiQuestion question = new OpenAiQuestion(request);
        if (!request.system().isBlank()) {
            question.messages.add(JsonObject.with("role", "system")
                    .with("content", request.system())
                    .build());
        }
        request.messages().forEach(question::add);
        JsonObject.Builder body = JsonObject.with("model", model)
                .with("stream", true)
                .with("stream_options", JsonObject.with("include_usage", true).build())
                .with("messages", JsonArray.of(question.messages));
        if (!request.tools().isEmpty()) {
            body.with(
                    "tools",
                    JsonArray.of(
                            request.tools().stream().map(OpenAiQuestion::tool).toList()));
        }
        return body;
    }

    /// Each result of a tool is a message of its own, before what its speaker says.
    private void add(ModelMessage message) {
        StringBuilder text = new StringBuilder();
        List<JsonObject> shown = new ArrayList<>();
        List<JsonObject> calls = new ArrayList<>();
        String thoughts = "";
        for (Content content : message.content()) {
            switch (content) {
                case Content.Text(String words) ->
                    text.append(text.isEmpty() ? "" : "\n").append(words);
                case Content.Media media -> shown.add(part(media));
                case Content.ToolUse(String id, String name, JsonObject input) -> calls.add(call(id, name, input));
                case Content.ToolResult result -> {
                    messages.add(result(result));
                    result.media().forEach(media -> shown.add(part(media)));
                }
                case Content.Opaque(String provider, JsonObject raw) ->
                    // Only its own provider understands it.
                    thoughts = provider.equals(OpenAiDialect.NAME) ? raw.textOr(THOUGHTS, "") : thoughts;
            }
        }
        if (message.role() == ModelMessage.Role.USER) {
            said(text.toString(), shown);
        } else {
            answered(text.toString(), calls, thoughts);
        }
    }

    private void said(String text, List<JsonObject> shown) {
        if (text.isEmpty() && shown.isEmpty()) {
            return;
        }
        JsonValue content = JsonValue.of(text);
        if (!shown.isEmpty()) {
            List<JsonObject> parts = new ArrayList<>(shown);
            if (!text.isEmpty()) {
                parts.addFirst(textPart(text));
            }
            content = JsonArray.of(parts);
        }
        messages.add(JsonObject.with("role", "user").with("content", content).build());
    }

    /// What was thought is wanted back beside the calls it led to, and only there.
    private void answered(String text, List<JsonObject> calls, String thoughts) {
        if (text.isEmpty() && calls.isEmpty()) {
            return;
        }
        JsonObject.Builder spoken = JsonObject.with("role", "assistant")
                .with("content", text.isEmpty() ? JsonValue.NULL : JsonValue.of(text));
        if (!calls.isEmpty()) {
            spoken.with("tool_calls", JsonArray.of(calls));
            if (!thoughts.isEmpty()) {
                spoken.with(THOUGHTS, thoughts);
            }
        }
        messages.add(spoken.build());
    }

    private static JsonObject textPart(String text) {
        return JsonObject.with("type", "text").with("text", text).build();
    }

    private JsonObject part(Content.Media media) {
        return request.base64(media)
                .map(base64 -> "data:" + media.mediaType() + ";base64," + base64)
                .map(data -> media.isImage() ? imagePart(data) : filePart(data))
                .orElseGet(() -> textPart(Absent.words(media)));
    }

    private static JsonObject imagePart(String data) {
        return JsonObject.with("type", "image_url")
                .with("image_url", JsonObject.with("url", data).build())
                .build();
    }

    private static JsonObject filePart(String data) {
        return JsonObject.with("type", "file")
                .with(
                        "file",
                        JsonObject.with("filename", "document.pdf")
                                .with("file_data", data)
                                .build())
                .build();
    }

    private static JsonObject result(Content.ToolResult result) {
        return JsonObject.with("role", "tool")
                .with("tool_call_id", CallIds.fitting(result.toolUse()))
                .with("content", result.failed() ? "Failed: " + result.text() : result.text())
                .build();
    }

    private static JsonObject call(String id, String name, JsonObject input) {
        return JsonObject.with("id", CallIds.fitting(id))
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
