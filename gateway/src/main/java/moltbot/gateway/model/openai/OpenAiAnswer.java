package moltbot.gateway.model.openai;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.Usage;
import moltbot.gateway.egress.BodyLines;
import moltbot.gateway.egress.ServerSentEvents;
import moltbot.gateway.model.remote.Explanation;
import moltbot.gateway.model.remote.Failures;

/// Reads one streamed chat completion: chunks with deltas, a finish reason, a chunk with the usage, `[DONE]`. Some
/// servers leave out the last two; an answer with a finish reason is complete.
final class OpenAiAnswer {
    private static final int MAX_EVENT_BYTES = 1 << 20;
    private static final int MAX_THOUGHT_CHARS = 1 << 20;
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final Consumer<ModelEvent> out;
    private final Failures failures;
    private final OpenAiCalls calls = new OpenAiCalls();
    private String model;
    private String finish = "";
    private boolean refused;
    private final StringBuilder thoughts = new StringBuilder();
    private Usage usage = Usage.NONE;

    OpenAiAnswer(String model, Consumer<ModelEvent> out, Failures failures) {
        this.model = model;
        this.out = out;
        this.failures = failures;
    }

    void read(BodyLines lines) throws InterruptedException {
        ServerSentEvents events = new ServerSentEvents(lines, MAX_EVENT_BYTES);
        byte[] data;
        while ((data = events.next()) != null && !Arrays.equals(data, DONE)) {
            take(JsonObject.parse(data));
        }
        if (finish.isEmpty()) {
            throw failures.cutOff();
        }
        String stop = stop();
        if (!thoughts.isEmpty()) {
            out.accept(new ModelEvent.Opaque(
                    OpenAiDialect.NAME,
                    JsonObject.with(OpenAiQuestion.THOUGHTS, thoughts.toString())
                            .build()));
        }
        if (!calls.pass(out) && !stop.equals("length")) {
            throw ContractException.malformed("A wish for a tool is not whole.");
        }
        out.accept(new ModelEvent.Finished(stop, OpenAiDialect.NAME, model, usage));
    }

    private void take(JsonObject chunk) {
        if (chunk.has("error")) {
            throw error(Explanation.of(chunk));
        }
        model = chunk.textOr("model", model);
        if (chunk.has("usage")) {
            count(chunk.object("usage"));
        }
        for (JsonObject choice : chunk.listOr("choices", JsonArray.EMPTY).objects()) {
            finish = choice.textOr("finish_reason", finish);
            take(choice.objectOr("delta", JsonObject.EMPTY), choice.numberOr("index", 0));
        }
    }

    /// The cached part of the prompt belongs to its count here.
    private void count(JsonObject told) {
        long prompt = told.numberOr("prompt_tokens", 0);
        long cached = Math.min(
                prompt, told.objectOr("prompt_tokens_details", JsonObject.EMPTY).numberOr("cached_tokens", 0));
        usage = new Usage(prompt - cached, cached, 0, told.numberOr("completion_tokens", 0));
    }

    private void take(JsonObject delta, long choice) {
        if (choice != 0) {
            return; // One answer was asked for.
        }
        think(delta.textOr(OpenAiQuestion.THOUGHTS, ""));
        say(delta.textOr("content", ""));
        String refusal = delta.textOr("refusal", "");
        refused |= !refusal.isEmpty();
        say(refusal);
        delta.listOr("tool_calls", JsonArray.EMPTY).objects().forEach(calls::take);
    }

    /// What other servers than OpenAI's own let their models think.
    private void think(String text) {
        if (thoughts.length() + text.length() > MAX_THOUGHT_CHARS) {
            throw new ContractException(ContractException.Code.TOO_LARGE, "A model thinks at too great length.");
        }
        thoughts.append(text);
    }

    private void say(String text) {
        if (!text.isEmpty()) {
            out.accept(new ModelEvent.TextDelta(text));
        }
    }

    /// Some servers say `stop` after tool calls; what was called counts.
    private String stop() {
        if (refused || finish.equals("content_filter")) {
            return "refused";
        } else if (finish.equals("length")) {
            return "length";
        }
        return calls.any() ? "tools" : "end";
    }

    private ContractException error(Explanation why) {
        return switch (why.type()) {
            case "invalid_request_error" -> failures.rejected(why.message());
            case "authentication_error", "permission_error" -> failures.unauthorized(why.message());
            case "rate_limit_error", "rate_limit_exceeded", "insufficient_quota", "tokens", "requests" ->
                failures.rateLimited(OptionalLong.empty(), why.message());
            default -> failures.unavailable(why.message());
        };
    }
}
