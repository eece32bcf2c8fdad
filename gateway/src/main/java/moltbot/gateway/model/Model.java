package moltbot.gateway.model;

import java.util.function.Consumer;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelRequest;

/// A language model. Safe for use by any number of threads.
public interface Model {
    /// `anthropic`, `openai`, `ollama` or `demo`.
    String provider();

    /// The model's own name.
    String name();

    /// Asks, and hands each part of the answer to `out` as it comes, on the caller's thread; `out` may wait, and then
    /// the model waits too. Ends after exactly one [ModelEvent.Finished]. Interrupt to give up: the request is
    /// aborted.
    ///
    /// Fails with a [moltbot.contract.ContractException] whose reason is `model-unauthorized`,
    /// `model-rate-limited`, `model-unavailable` (worth trying again) or `model-rejected` (not worth it), before
    /// the answer or in its middle, and whose message may be shown to a person.
    void stream(ModelRequest request, Consumer<ModelEvent> out) throws InterruptedException;
}
