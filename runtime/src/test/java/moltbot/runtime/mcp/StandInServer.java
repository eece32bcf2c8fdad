package moltbot.runtime.mcp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.runtime.held.Program;

/// A server of tools that speaks the wire format on standard streams, and does what a test wants of it.
class StandInServer implements Program {
    static final JsonObject ECHO = tool("echo", "Says it again.");

    private final BlockingQueue<Word> words = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private volatile boolean over;

    /// What it heard, in order.
    final List<JsonObject> heard = new CopyOnWriteArrayList<>();

    /// What it offers.
    volatile List<JsonObject> tools = List.of(ECHO);

    static JsonObject tool(String name, String description) {
        return JsonObject.with("name", name)
                .with("description", description)
                .with(
                        "inputSchema",
                        JsonObject.with("type", "object")
                                .with(
                                        "properties",
                                        JsonObject.with(
                                                        "say",
                                                        JsonObject.with("type", "string")
                                                                .build())
                                                .build())
                                .build())
                .build();
    }

    /// Answers one question; what it does not know it refuses.
    void asked(JsonValue id, String method, JsonObject params) {
        switch (method) {
            case "initialize" ->
                answer(
                        id,
                        JsonObject.with("protocolVersion", "2025-11-25")
                                .with(
                                        "capabilities",
                                        JsonObject.with(
                                                        "tools",
                                                        JsonObject.with("listChanged", true)
                                                                .build())
                                                .build())
                                .with(
                                        "serverInfo",
                                        JsonObject.with("name", "stand-in").build())
                                .build());
            case "tools/list" ->
                answer(id, JsonObject.with("tools", JsonArray.of(tools)).build());
            case "tools/call" -> called(id, params);
            case "ping" -> answer(id, JsonObject.EMPTY);
            default -> refuse(id, -32_601, "Method not found");
        }
    }

    /// A call of a tool: says what it was told.
    void called(JsonValue id, JsonObject params) {
        says(id, params.object("arguments").textOr("say", "nothing"));
    }

    final void says(JsonValue id, String text) {
        answer(
                id,
                JsonObject.with(
                                "content",
                                JsonArray.of(List.of(JsonObject.with("type", "text")
                                        .with("text", text)
                                        .build())))
                        .build());
    }

    final void answer(JsonValue id, JsonObject result) {
        send(JsonObject.with("jsonrpc", "2.0")
                .with("id", id)
                .with("result", result)
                .build());
    }

    final void refuse(JsonValue id, int code, String message) {
        send(JsonObject.with("jsonrpc", "2.0")
                .with("id", id)
                .with(
                        "error",
                        JsonObject.with("code", code).with("message", message).build())
                .build());
    }

    final void notice(String method, JsonObject params) {
        send(JsonObject.with("jsonrpc", "2.0")
                .with("method", method)
                .with("params", params)
                .build());
    }

    final void send(JsonObject message) {
        raw(message + "\n");
    }

    final void raw(String text) {
        words.add(new Word.Output(text.getBytes(StandardCharsets.UTF_8)));
    }

    final void die(String why) {
        over = true;
        words.add(new Word.Over(why));
    }

    final boolean isOver() {
        return over;
    }

    final List<String> methods() {
        return heard.stream().map(message -> message.textOr("method", "")).toList();
    }

    @Override
    public boolean write(byte[] bytes) {
        for (byte one : bytes) {
            if (one != '\n') {
                line.write(one);
                continue;
            }
            JsonObject message = JsonObject.parse(line.toByteArray());
            line.reset();
            heard.add(message);
            if (message.has("method") && message.has("id")) {
                asked(
                        message.find("id").orElseThrow(),
                        message.text("method"),
                        message.objectOr("params", JsonObject.EMPTY));
            }
        }
        return !over;
    }

    @Override
    public Word next() {
        try {
            return words.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Word.Over("interrupted");
        }
    }

    @Override
    public void close() {
        die("");
    }
}
