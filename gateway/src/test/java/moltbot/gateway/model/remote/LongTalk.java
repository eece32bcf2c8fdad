package moltbot.gateway.model.remote;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Attachment;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelMessage.Role;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.ToolSpec;

/// A conversation with all there is in one: a document and an image, thoughts of every provider, tools that failed and
/// did not.
public final class LongTalk {
    public static final String PDF = "JVBERi0=";
    public static final String GIF = "R0lGODlh";
    public static final JsonObject SCHEMA =
            JsonObject.parse("{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}}}");
    public static final JsonObject INPUT =
            JsonObject.with("path", "grüße 🦞.txt").with("lines", 3).build();
    /// As Anthropic gives it.
    public static final JsonObject THOUGHT = JsonObject.with("type", "thinking")
            .with("thinking", "so")
            .with("signature", "c2ln")
            .build();

    private static final Content.Media DOCUMENT = media("application/pdf", "%PDF-");
    private static final Content.Media IMAGE = media("image/gif", "GIF89a");

    private LongTalk() {}

    private static Content.Media media(String type, String bytes) {
        return new Attachment(type, bytes.getBytes(StandardCharsets.US_ASCII)).media();
    }

    public static ModelRequest request() {
        List<ModelMessage> messages = List.of(
                new ModelMessage(Role.USER, List.of(new Content.Text("Read it"), DOCUMENT)),
                new ModelMessage(
                        Role.ASSISTANT,
                        List.of(
                                new Content.Opaque("anthropic", THOUGHT),
                                new Content.Opaque("ollama", thought("thinking", "llama-thoughts")),
                                new Content.Opaque("openai", thought("reasoning_content", "other-thoughts")),
                                new Content.Text("Yes"),
                                new Content.ToolUse("toolu_1", "read_file", INPUT),
                                new Content.ToolUse("toolu_2", "read_file", INPUT))),
                new ModelMessage(
                        Role.USER,
                        List.of(
                                new Content.ToolResult("toolu_1", "gone", true),
                                new Content.ToolResult("toolu_2", "seen", false, List.of(IMAGE)),
                                new Content.Text("Well?"))));
        return new ModelRequest("Be kind.", messages, List.of(new ToolSpec("read_file", "Reads.", SCHEMA)), 100)
                .withMedia(Map.of(DOCUMENT.sha256(), PDF, IMAGE.sha256(), GIF));
    }

    private static JsonObject thought(String name, String text) {
        return JsonObject.with(name, text).build();
    }
}
