package moltbot.gateway.testmodel;

import java.nio.charset.StandardCharsets;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// An answer in the bytes of Anthropic's streamed Messages API.
public final class AnthropicWire {
    /// The signature of every thinking block.
    public static final String SIGNATURE = "EqQBCgIYAhIM1gbcDa9GJwZA2b3h";

    private final StringBuilder out = new StringBuilder();
    private int index;

    private AnthropicWire() {}

    public static Reply reply(Answer answer) {
        return Reply.stream("text/event-stream", bytes(answer));
    }

    public static byte[] bytes(Answer answer) {
        AnthropicWire wire = new AnthropicWire();
        wire.start();
        if (!answer.thinking().isEmpty()) {
            wire.thinking(answer.thinking());
        }
        if (!answer.text().isEmpty()) {
            wire.text(answer);
        }
        answer.calls().forEach(wire::call);
        wire.stop(answer);
        return wire.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void start() {
        JsonObject usage = JsonObject.with("input_tokens", 10)
                .with("cache_creation_input_tokens", 2)
                .with("cache_read_input_tokens", 5)
                .with("output_tokens", 1)
                .build();
        event(
                "message_start",
                JsonObject.with(
                        "message",
                        JsonObject.with("id", "msg_01")
                                .with("type", "message")
                                .with("role", "assistant")
                                .with("model", "claude-test")
                                .with("content", JsonArray.EMPTY)
                                .with("stop_reason", JsonValue.NULL)
                                .with("stop_sequence", JsonValue.NULL)
                                .with("usage", usage)
                                .build()));
        event("ping", new JsonObject.Builder());
    }

    private void thinking(String thoughts) {
        open(JsonObject.with("type", "thinking").with("thinking", "").with("signature", ""));
        int middle = thoughts.offsetByCodePoints(0, thoughts.codePointCount(0, thoughts.length()) / 2);
        delta(JsonObject.with("type", "thinking_delta").with("thinking", thoughts.substring(0, middle)));
        delta(JsonObject.with("type", "thinking_delta").with("thinking", thoughts.substring(middle)));
        delta(JsonObject.with("type", "signature_delta").with("signature", SIGNATURE));
        close();
    }

    private void text(Answer answer) {
        open(JsonObject.with("type", "text").with("text", ""));
        answer.text()
                .forEach(piece -> delta(JsonObject.with("type", "text_delta").with("text", piece)));
        close();
    }

    private void call(Answer.Call call) {
        open(JsonObject.with("type", "tool_use")
                .with("id", call.id())
                .with("name", call.name())
                .with("input", JsonObject.EMPTY));
        String input = call.input().toString();
        delta(JsonObject.with("type", "input_json_delta").with("partial_json", ""));
        delta(JsonObject.with("type", "input_json_delta").with("partial_json", input.substring(0, input.length() / 2)));
        delta(JsonObject.with("type", "input_json_delta").with("partial_json", input.substring(input.length() / 2)));
        close();
    }

    private void stop(Answer answer) {
        String reason = answer.calls().isEmpty() ? "end_turn" : "tool_use";
        event(
                "message_delta",
                JsonObject.with(
                                "delta",
                                JsonObject.with("stop_reason", reason)
                                        .with("stop_sequence", JsonValue.NULL)
                                        .build())
                        .with(
                                "usage",
                                JsonObject.with("output_tokens", answer.tokens())
                                        .build()));
        event("message_stop", new JsonObject.Builder());
    }

    private void open(JsonObject.Builder block) {
        event("content_block_start", JsonObject.with("index", index).with("content_block", block.build()));
    }

    private void delta(JsonObject.Builder delta) {
        event("content_block_delta", JsonObject.with("index", index).with("delta", delta.build()));
    }

    private void close() {
        event("content_block_stop", JsonObject.with("index", index));
        index++;
    }

    private void event(String name, JsonObject.Builder fields) {
        out.append("event: ").append(name).append("\ndata: ");
        out.append(fields.with("type", name).build()).append("\n\n");
    }
}
