package moltbot.guardian.judge.panel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import moltbot.guardian.fact.panel.Kind;
import moltbot.guardian.fact.panel.Reply.Answered;
import moltbot.guardian.fact.panel.Trial;
import moltbot.guardian.judge.Finding;

/// H3: a header that anybody can send changes nothing: the refusal with it equals the one without, byte for byte but
/// for the date. A harder refusal is none the worse.
public final class MisleadingHeaders extends PanelRule {
    private static final Set<Integer> HARDER = Set.of(400, 403, 421, 429, 431, 503);

    public MisleadingHeaders() {
        super("H3");
    }

    @Override
    public List<Finding> judge(List<Trial> trials) {
        List<Finding> findings = new ArrayList<>();
        for (Trial trial : trials) {
            if (trial.kind() == Kind.MISLEADING_HEADER
                    && trial.reply() instanceof Answered with
                    && trial.plain().orElse(null) instanceof Answered without
                    && !HARDER.contains(with.status())
                    && !Refusal.open(without)
                    && !with.sameAs(without)) {
                findings.add(Finding.exposure(
                        id(),
                        trial.subject(),
                        "A header that anybody can send changes what they get.",
                        trial.told() + "; without it, " + without.status()));
            }
        }
        return findings;
    }
}
