package moltbot.guardian.judge.panel;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.panel.Kind;
import moltbot.guardian.fact.panel.Trial;
import moltbot.guardian.judge.Finding;

/// H7: nothing is understood that two readers could understand differently: other spellings of a path, a request with
/// two lengths, another protocol in the first one's place.
public final class Confusion extends PanelRule {
    public Confusion() {
        super("H7");
    }

    @Override
    public List<Finding> judge(List<Trial> trials) {
        List<Finding> findings = new ArrayList<>(Refusal.findings(
                trials,
                Kind.CONFUSED_PATH,
                answered -> answered.status() >= 300,
                trial -> trip(trial, "A place can be reached by another spelling of its path.")));
        findings.addAll(Refusal.findings(
                trials,
                Kind.OTHER_PROTOCOL,
                answered -> answered.status() >= 300,
                trial -> trip(trial, "Another protocol is spoken in the place of HTTP/1.1.")));
        for (Trial trial : trials) {
            if (trial.kind() == Kind.AMBIGUOUS
                    && trial.reply() instanceof moltbot.guardian.fact.panel.Reply.Answered answered
                    && (answered.answers() > 1 || !Refusal.error(answered))) {
                findings.add(trip(trial, "A request is taken that two readers understand differently."));
            }
        }
        return findings;
    }
}
