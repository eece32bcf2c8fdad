package moltbot.guardian.judge.panel;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.panel.Kind;
import moltbot.guardian.fact.panel.Reply.Answered;
import moltbot.guardian.fact.panel.Trial;
import moltbot.guardian.judge.Finding;

/// H5: another site's page may neither act nor read. It is refused before anybody looks at what it sends: an answer
/// about the content (400) says that it came that far.
public final class ForeignPage extends PanelRule {
    public ForeignPage() {
        super("H5");
    }

    @Override
    public List<Finding> judge(List<Trial> trials) {
        List<Finding> findings = new ArrayList<>(Refusal.findings(
                trials,
                Kind.FOREIGN_PAGE,
                Refusal.status(404, 405, 415),
                trial -> exposure(trial, "Another site's page can act in the owner's name.")));
        for (Trial trial : trials) {
            if (trial.kind() == Kind.FOREIGN_PAGE
                    && trial.reply() instanceof Answered answered
                    && !answered.header("access-control-allow-origin").isEmpty()) {
                findings.add(Finding.exposure(
                        id(),
                        trial.subject() + " (read)",
                        "Another site's page may read what the panel answers.",
                        trial.told() + ", with leave to read it for "
                                + answered.header("access-control-allow-origin")));
            }
        }
        return findings;
    }
}
