package moltbot.runtime.link;

import java.time.Duration;
import moltbot.contract.model.ModelRequest;
import moltbot.runtime.agent.Answer;
import moltbot.runtime.agent.Drafts;
import moltbot.runtime.agent.Model;
import moltbot.runtime.patience.Patience;

/// Asks again where the gateway is not there or went away, for a minute at most. Where a provider fails, the gateway
/// has tried all there is, and a person is told at once.
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
        return patience.retry(TOTAL, Patience::isLink, () -> {
            if (again[0]) {
                drafts.restart();
            }
            again[0] = true;
            return model.ask(request, drafts);
        });
    }
}
