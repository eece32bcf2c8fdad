package moltbot.gateway.model.ollama;

import java.util.UUID;
import java.util.function.Consumer;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ModelEvent;
import moltbot.gateway.egress.BodyLines;
import moltbot.gateway.model.remote.Explanation;
import moltbot.gateway.model.remote.Failures;

/// Reads one answer of Ollama: a JSON object a line, the last with `done`. Its thinking is not shown and not sent
/// back: Ollama does not ask for it.
final class OllamaAnswer {
    private final Consumer<ModelEvent> out;
    private final Failures failures;
    private String model;
    private boolean tools;

    OllamaAnswer(String model, Consumer<ModelEvent> out, Failures failures) {
        this.model = model;
        this.out = out;
        this.failures = failures;
    }

    void read(BodyLines lines) throws InterruptedException {
        byte[] line;
        while ((line = lines.next()) != null) {
            if (line.length > 0 && take(JsonObject.parse(line))) {
                return;
            }
        }
        throw failures.cutOff();
    }

    /// True at the end of the answer.
    private boolean take(JsonObject part) {
        if (part.has("error")) {
            throw failures.unavailable(Explanation.of(part).message());
        }
        model = part.textOr("model", model);
        JsonObject message = part.objectOr("message", JsonObject.EMPTY);
        String text = message.textOr("content", "");
        if (!text.isEmpty()) {
            out.accept(new ModelEvent.TextDelta(text));
        }
        message.listOr("tool_calls", JsonArray.EMPTY).objects().forEach(this::call);
        if (!part.flagOr("done", false)) {
            return false;
        }
        String stop = part.textOr("done_reason", "stop").equals("length") ? "length" : tools ? "tools" : "end";
        out.accept(new ModelEvent.Finished(
                stop,
                OllamaDialect.NAME,
                model,
                part.numberOr("prompt_eval_count", 0),
                part.numberOr("eval_count", 0)));
        return true;
    }

    private void call(JsonObject call) {
        JsonObject function = call.object("function");
        String id = call.textOr("id", "");
        tools = true;
        out.accept(new ModelEvent.ToolCall(
                id.isEmpty() ? "call_" + UUID.randomUUID() : id,
                function.text("name"),
                function.objectOr("arguments", JsonObject.EMPTY)));
    }
}
