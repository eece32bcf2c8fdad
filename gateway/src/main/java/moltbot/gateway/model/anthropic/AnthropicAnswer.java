package moltbot.gateway.model.anthropic;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.Usage;
import moltbot.gateway.egress.BodyLines;
import moltbot.gateway.egress.ServerSentEvents;
import moltbot.gateway.model.remote.Explanation;
import moltbot.gateway.model.remote.Failures;

/// Reads one streamed answer of the Messages API: `message_start`, blocks one after another, `message_delta`,
/// `message_stop`; `ping` and events that are new to us are passed over, as the API asks of its clients.
final class AnthropicAnswer {
    private static final int MAX_EVENT_BYTES = 1 << 20;
    private static final int MAX_OPEN_BLOCKS = 64;

    private final Consumer<ModelEvent> out;
    private final Failures failures;
    private final Map<Long, AnthropicBlock> blocks = new HashMap<>();
    private String model;
    private String stop = "";
    private Usage usage = Usage.NONE;
    private boolean brokenTool;

    AnthropicAnswer(String model, Consumer<ModelEvent> out, Failures failures) {
        this.model = model;
        this.out = out;
        this.failures = failures;
    }

    void read(BodyLines lines) throws InterruptedException {
        ServerSentEvents events = new ServerSentEvents(lines, MAX_EVENT_BYTES);
        byte[] data;
        while ((data = events.next()) != null) {
            if (take(JsonObject.parse(data))) {
                return;
            }
        }
        throw failures.cutOff();
    }

    /// True at the end of the answer.
    private boolean take(JsonObject event) {
        switch (event.text("type")) {
            case "message_start" -> start(event.object("message"));
            case "content_block_start" -> open(event.number("index"), event.object("content_block"));
            case "content_block_delta" -> block(event.number("index")).take(event.object("delta"), out);
            case "content_block_stop" -> close(event.number("index"));
            case "message_delta" -> {
                stop = event.object("delta").textOr("stop_reason", stop);
                count(event.objectOr("usage", JsonObject.EMPTY));
            }
            case "message_stop" -> {
                finish();
                return true;
            }
            case "error" -> throw error(Explanation.of(event));
            default -> {
                return false;
            }
        }
        return false;
    }

    private void start(JsonObject message) {
        model = message.textOr("model", model);
        count(message.objectOr("usage", JsonObject.EMPTY));
    }

    /// Counts are cumulative; the cached part of the input is told apart.
    private void count(JsonObject told) {
        usage = new Usage(
                told.numberOr("input_tokens", usage.input()),
                told.numberOr("cache_read_input_tokens", usage.cacheRead()),
                told.numberOr("cache_creation_input_tokens", usage.cacheWrite()),
                told.numberOr("output_tokens", usage.output()));
    }

    private void open(long index, JsonObject block) {
        if (blocks.size() >= MAX_OPEN_BLOCKS) {
            throw ContractException.malformed("An answer opens too many blocks.");
        }
        blocks.put(index, AnthropicBlock.begin(block, out));
    }

    private AnthropicBlock block(long index) {
        AnthropicBlock block = blocks.get(index);
        if (block == null) {
            throw ContractException.malformed("An answer goes on with a block that was not begun.");
        }
        return block;
    }

    private void close(long index) {
        AnthropicBlock block = block(index);
        blocks.remove(index);
        brokenTool |= !block.end(out);
    }

    private void finish() {
        String reason = switch (stop) {
            case "tool_use" -> "tools";
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "refusal" -> "refused";
            default -> "end";
        };
        if (brokenTool && !reason.equals("length")) {
            throw ContractException.malformed("A wish for a tool is not whole.");
        }
        out.accept(new ModelEvent.Finished(reason, AnthropicDialect.NAME, model, usage));
    }

    private ContractException error(Explanation why) {
        return switch (why.type()) {
            case "authentication_error", "permission_error" -> failures.unauthorized(why.message());
            case "rate_limit_error" -> failures.rateLimited(OptionalLong.empty(), why.message());
            case "invalid_request_error", "not_found_error", "request_too_large", "billing_error" ->
                failures.rejected(why.message());
            default -> failures.unavailable(why.message());
        };
    }
}
