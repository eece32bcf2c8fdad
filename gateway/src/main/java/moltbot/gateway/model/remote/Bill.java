package moltbot.gateway.model.remote;

import java.util.function.Consumer;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.Usage;

/// Passes an answer on and tells at its end what it cost. A server that does not say how many tokens there were is
/// charged by estimate.
final class Bill implements Consumer<ModelEvent> {
    private final Meter.Charge charge;
    private final long inputTokens;
    private final Consumer<ModelEvent> out;
    private long outputTokens;

    Bill(Meter.Charge charge, long inputTokens, Consumer<ModelEvent> out) {
        this.charge = charge;
        this.inputTokens = inputTokens;
        this.out = out;
    }

    void free() {
        charge.free();
    }

    @Override
    public void accept(ModelEvent event) {
        if (event instanceof ModelEvent.Finished finished) {
            Usage told = finished.usage();
            charge.spent(told.total() > 0 ? told : new Usage(inputTokens, 0, 0, outputTokens));
        } else {
            outputTokens += TokenEstimate.of(event.toJson().toString());
        }
        out.accept(event);
    }
}
