package moltbot.guardian.judge.panel;

import java.util.List;
import moltbot.guardian.fact.panel.Kind;
import moltbot.guardian.fact.panel.Trial;
import moltbot.guardian.judge.Finding;

/// H6: no WebSocket for who is not signed in, or comes from another site's page.
public final class Upgrade extends PanelRule {
    public Upgrade() {
        super("H6");
    }

    @Override
    public List<Finding> judge(List<Trial> trials) {
        return Refusal.findings(
                trials,
                Kind.UPGRADE,
                answered -> answered.status() >= 300,
                trial -> exposure(trial, "A WebSocket opens for somebody who is not signed in."));
    }
}
