package moltbot.guardian.judge.panel;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.panel.Kind;
import moltbot.guardian.fact.panel.Reply.Answered;
import moltbot.guardian.fact.panel.Trial;
import moltbot.guardian.judge.Finding;

/// H2: a wrong credential opens nothing, and a right one without rights opens nothing either. The guardian's own canary
/// is of the second kind: a breaker that does not know it has not been seen to tell rights apart.
public final class Credentials extends PanelRule {
    private static final int UNKNOWN = 401;

    public Credentials() {
        super("H2");
    }

    @Override
    public List<Finding> judge(List<Trial> trials) {
        List<Finding> findings = new ArrayList<>(Refusal.findings(
                trials,
                Kind.WRONG_CREDENTIAL,
                Refusal.status(400, UNKNOWN, 404, 405, 409, 422),
                trial -> exposure(trial, "Somebody gets in with a sign-in that is none.")));
        for (Trial trial : trials) {
            if (trial.kind() == Kind.CANARY && trial.reply() instanceof Answered answered) {
                if (answered.status() == UNKNOWN) {
                    findings.add(trip(trial, "The breaker does not know the guardian's key that opens nothing."));
                } else if (!Refusal.error(answered)) {
                    findings.add(exposure(trial, "Being known is enough to get in, without a right to anything."));
                }
            }
        }
        return findings;
    }
}
