package moltbot.runtime.agent;

import java.time.Duration;
import moltbot.contract.ContractException;
import moltbot.contract.model.ModelRequest;
import moltbot.runtime.patience.Patience;

/// Asks a model again where that is worth it, for a minute at most.
public final class PatientModel implements Model {
    private static final Duration TOTAL = Duration.ofSeconds(60);

    private final Model model;
    private final Patience patience;

    public PatientModel(Model model, Patience patience) {
        this.model = model;
        this.patience = patience;
    }

    @Override
    public Answer ask(ModelRequest request, Drafts drafts) throws InterruptedException {
        boolean[] again = {false};
        return patience.retry(TOTAL, PatientModel::isPassing, () -> {
            if (again[0]) {
                drafts.restart();
            }
            again[0] = true;
            return model.ask(request, drafts);
        });
    }

    private static boolean isPassing(ContractException e) {
        return Patience.isLink(e)
                || e.reason().equals("model-unavailable")
                || e.reason().equals("model-rate-limited");
    }
}
