package moltbot.gateway.testmodel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// An answer in the bytes of Ollama's streamed `/api/chat`.
public final class OllamaWire {
    private OllamaWire() {}

    public static Reply reply(Answer answer) {
        return Reply.stream("application/x-ndjson", bytes(answer));
    }

    public static byte[] bytes(Answer answer) {
        StringBuilder out = new StringBuilder();
        answer.text()
                .forEach(piece -> line(out, JsonObject.with("role", "assistant").with("content", piece), false));
        for (Answer.Call call : answer.calls()) {
            JsonObject function = JsonObject.with("name", call.name())
                    .with("arguments", call.input())
                    .build();
            JsonObject wish =
                    JsonObject.with("id", call.id()).with("function", function).build();
            line(
                    out,
                    JsonObject.with("role", "assistant")
                            .with("content", "")
                            .with("tool_calls", JsonArray.of(List.of(wish))),
                    false);
        }
        line(out, JsonObject.with("role", "assistant").with("content", ""), true);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder out, JsonObject.Builder message, boolean done) {
        JsonObject.Builder line = JsonObject.with("model", "llama-test")
                .with("created_at", "2026-11-21T00:00:00.000000Z")
                .with("message", message.build())
                .with("done", done);
        if (done) {
            line.with("done_reason", "stop")
                    .with("total_duration", 5_000_000)
                    .with("prompt_eval_count", 17)
                    .with("eval_count", 3);
        }
        out.append(line.build()).append('\n');
    }
}
