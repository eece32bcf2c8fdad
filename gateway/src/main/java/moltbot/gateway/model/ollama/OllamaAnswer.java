package moltbot.gateway.model.ollama;

import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.Usage;
import moltbot.gateway.egress.BodyLines;
import moltbot.gateway.model.remote.CallIds;
import moltbot.gateway.model.remote.Explanation;
import moltbot.gateway.model.remote.Failures;

/// Reads one answer of Ollama: a JSON object a line, the last with `done`. What the model thinks is not shown, but kept
/// for it.
final class OllamaAnswer {
    private static final int MAX_THOUGHT_CHARS = 1 << 20;

    private final Consumer<ModelEvent> out;
    private final Failures failures;
    private String model;
    private final StringBuilder thoughts = new StringBuilder();
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
        think(message.textOr(OllamaQuestion.THOUGHTS, ""));
        String text = message.textOr("content", "");
        if (!text.isEmpty()) {
            out.accept(new ModelEvent.TextDelta(text));
        }
        message.listOr("tool_calls", JsonArray.EMPTY).objects().forEach(this::call);
        if (!part.flagOr("done", false)) {
            return false;
        }
        String stop = part.textOr("done_reason", "stop").equals("length") ? "length" : tools ? "tools" : "end";
        if (!thoughts.isEmpty()) {
            out.accept(new ModelEvent.Opaque(
                    OllamaDialect.NAME,
                    JsonObject.with(OllamaQuestion.THOUGHTS, thoughts.toString())
                            .build()));
        }
        Usage usage = new Usage(part.numberOr("prompt_eval_count", 0), 0, 0, part.numberOr("eval_count", 0));
        out.accept(new ModelEvent.Finished(stop, OllamaDialect.NAME, model, usage));
        return true;
    }

    private void think(String text) {
        if (thoughts.length() + text.length() > MAX_THOUGHT_CHARS) {
            throw new ContractException(ContractException.Code.TOO_LARGE, "A model thinks at too great length.");
        }
        thoughts.append(text);
    }

    private void call(JsonObject call) {
        JsonObject function = call.object("function");
        String id = call.textOr("id", "");
        tools = true;
        out.accept(new ModelEvent.ToolCall(
                id.isEmpty() ? CallIds.fresh() : id,
                function.text("name"),
                function.objectOr("arguments", JsonObject.EMPTY)));
    }
}
