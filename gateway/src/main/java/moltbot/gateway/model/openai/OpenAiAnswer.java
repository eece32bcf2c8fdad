package moltbot.gateway.model.openai;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ModelEvent;
import moltbot.gateway.egress.BodyLines;
import moltbot.gateway.egress.ServerSentEvents;
import moltbot.gateway.model.remote.Explanation;
import moltbot.gateway.model.remote.Failures;

/// Reads one streamed chat completion: chunks with deltas, a finish reason, a chunk with the usage, `[DONE]`. Some
/// servers leave out the last two; an answer with a finish reason is complete.
final class OpenAiAnswer {
    private static final int MAX_EVENT_BYTES = 1 << 20;
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final Consumer<ModelEvent> out;
    private final Failures failures;
    private final OpenAiCalls calls = new OpenAiCalls();
    private String model;
    private String finish = "";
    private boolean refused;
    private long inputTokens;
    private long outputTokens;

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
        if (!calls.pass(out) && !stop.equals("length")) {
            throw ContractException.malformed("A wish for a tool is not whole.");
        }
        out.accept(new ModelEvent.Finished(stop, OpenAiDialect.NAME, model, inputTokens, outputTokens));
    }

    private void take(JsonObject chunk) {
        if (chunk.has("error")) {
            throw error(Explanation.of(chunk));
        }
        model = chunk.textOr("model", model);
        JsonObject usage = chunk.objectOr("usage", JsonObject.EMPTY);
        inputTokens = usage.numberOr("prompt_tokens", inputTokens);
        outputTokens = usage.numberOr("completion_tokens", outputTokens);
        for (JsonObject choice : chunk.listOr("choices", JsonArray.EMPTY).objects()) {
            finish = choice.textOr("finish_reason", finish);
            take(choice.objectOr("delta", JsonObject.EMPTY), choice.numberOr("index", 0));
        }
    }

    private void take(JsonObject delta, long choice) {
        if (choice != 0) {
            return; // One answer was asked for.
        }
        say(delta.textOr("content", ""));
        String refusal = delta.textOr("refusal", "");
        refused |= !refusal.isEmpty();
        say(refusal);
        delta.listOr("tool_calls", JsonArray.EMPTY).objects().forEach(calls::take);
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
