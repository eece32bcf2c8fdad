package moltbot.gateway.testmodel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// An answer in the bytes of OpenAI's streamed chat completions.
public final class OpenAiWire {
    private final StringBuilder out = new StringBuilder();

    private OpenAiWire() {}

    public static Reply reply(Answer answer) {
        return Reply.stream("text/event-stream", bytes(answer));
    }

    public static byte[] bytes(Answer answer) {
        OpenAiWire wire = new OpenAiWire();
        wire.delta(JsonObject.with("role", "assistant").with("content", ""));
        answer.text().forEach(piece -> wire.delta(JsonObject.with("content", piece)));
        for (int i = 0; i < answer.calls().size(); i++) {
            wire.call(i, answer.calls().get(i));
        }
        wire.chunk(new JsonObject.Builder(), JsonValue.of(answer.calls().isEmpty() ? "stop" : "tool_calls"));
        JsonObject usage = JsonObject.with("prompt_tokens", 17)
                .with("completion_tokens", answer.tokens())
                .with("total_tokens", 17L + answer.tokens())
                .build();
        wire.send(head().with("choices", JsonArray.EMPTY).with("usage", usage));
        wire.out.append("data: [DONE]\n\n");
        return wire.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void call(int index, Answer.Call call) {
        String input = call.input().toString();
        piece(index, JsonObject.with("name", call.name()).with("arguments", ""), call.id());
        piece(index, JsonObject.with("arguments", input.substring(0, input.length() / 2)), "");
        piece(index, JsonObject.with("arguments", input.substring(input.length() / 2)), "");
    }

    private void piece(int index, JsonObject.Builder function, String id) {
        JsonObject.Builder call = JsonObject.with("index", index);
        if (!id.isEmpty()) {
            call.with("id", id).with("type", "function");
        }
        call.with("function", function.build());
        delta(JsonObject.with("tool_calls", JsonArray.of(List.of(call.build()))));
    }

    private void delta(JsonObject.Builder delta) {
        chunk(delta, JsonValue.NULL);
    }

    private void chunk(JsonObject.Builder delta, JsonValue finish) {
        JsonObject choice = JsonObject.with("index", 0)
                .with("delta", delta.build())
                .with("finish_reason", finish)
                .build();
        send(head().with("choices", JsonArray.of(List.of(choice))).with("usage", JsonValue.NULL));
    }

    private static JsonObject.Builder head() {
        return JsonObject.with("id", "chatcmpl-1")
                .with("object", "chat.completion.chunk")
                .with("created", 1_700_000_000)
                .with("model", "gpt-test");
    }

    private void send(JsonObject.Builder chunk) {
        out.append("data: ").append(chunk.build()).append("\n\n");
    }
}
