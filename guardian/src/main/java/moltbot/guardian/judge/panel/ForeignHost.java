package moltbot.guardian.judge.panel;

import java.util.List;
import moltbot.guardian.fact.panel.Kind;
import moltbot.guardian.fact.panel.Trial;
import moltbot.guardian.judge.Finding;

/// H4: no answer but a refusal under a name that is not ours, so that a page of the attacker's cannot have its own name
/// point here and read what comes (DNS rebinding).
public final class ForeignHost extends PanelRule {
    public ForeignHost() {
        super("H4");
    }

    @Override
    public List<Finding> judge(List<Trial> trials) {
        return Refusal.findings(
                trials,
                Kind.FOREIGN_HOST,
                Refusal.status(400, 404, 414, 501, 505),
                trial -> exposure(trial, "The panel's address answers to a name that is not its own."));
    }
}
