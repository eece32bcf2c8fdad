package moltbot.runtime.context;

import java.util.ArrayList;
import java.util.List;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;

/// Keeps one turn within its bound by leaving out its oldest tool results; its structure stays. What is left out is
/// decided message by message, a good piece at a time: a turn that grows by one message changes nothing before it,
/// until the next piece must go. So a provider's cache of the beginning holds.
public final class LongTurn {
    /// Most bytes of one turn.
    public static final int MAX_WEIGHT = 200_000;

    private static final int AFTERWARDS = MAX_WEIGHT / 2;
    private static final int SHORT = 400;
    private static final String LEFT_OUT = "[Earlier output, left out to make room.]";

    private LongTurn() {}

    public static List<ModelMessage> bounded(List<ModelMessage> turn) {
        List<ModelMessage> shown = new ArrayList<>(turn.size());
        int weight = 0;
        int next = 0;
        for (ModelMessage message : turn) {
            shown.add(message);
            weight += Weight.of(message);
            if (weight > MAX_WEIGHT) {
                // The newest stays: it is what the model waits for.
                for (; weight > AFTERWARDS && next < shown.size() - 1; next++) {
                    ModelMessage whole = shown.get(next);
                    ModelMessage shorter = shortened(whole);
                    weight -= Weight.of(whole) - Weight.of(shorter);
                    shown.set(next, shorter);
                }
            }
        }
        return shown;
    }

    private static ModelMessage shortened(ModelMessage message) {
        if (Weight.of(message) <= SHORT) {
            return message;
        }
        return new ModelMessage(
                message.role(),
                message.content().stream().map(LongTurn::leaveOut).toList());
    }

    private static Content leaveOut(Content content) {
        return content instanceof Content.ToolResult result
                ? new Content.ToolResult(result.toolUse(), LEFT_OUT, result.failed())
                : content;
    }
}
