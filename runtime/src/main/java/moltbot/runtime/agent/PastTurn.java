package moltbot.runtime.agent;

import java.util.List;
import moltbot.contract.model.ModelMessage;

/// A turn that is over, as a model sees it: begins with what the person wrote.
///
/// @param weight  about how many bytes it costs
public record PastTurn(List<ModelMessage> messages, int weight) {
    public PastTurn {
        messages = List.copyOf(messages);
    }

    public static PastTurn of(List<ModelMessage> messages) {
        int weight = 0;
        for (ModelMessage message : messages) {
            weight += Said.weight(message);
        }
        return new PastTurn(messages, weight);
    }
}
