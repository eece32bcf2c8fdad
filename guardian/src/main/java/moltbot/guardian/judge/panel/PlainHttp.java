package moltbot.guardian.judge.panel;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.panel.Kind;
import moltbot.guardian.fact.panel.Reply.Answered;
import moltbot.guardian.fact.panel.Trial;
import moltbot.guardian.judge.Finding;

/// H10: off this machine the panel is not shown without TLS, where everybody on the way reads the password. An answer
/// that refuses, or sends to the address with TLS, shows nothing.
public final class PlainHttp extends PanelRule {
    private final boolean chosen;

    /// @param chosen  the owner set `insecure-plain-http`: it is written down and blocks nothing
    public PlainHttp(boolean chosen) {
        super("H10");
        this.chosen = chosen;
    }

    @Override
    public List<Finding> judge(List<Trial> trials) {
        List<Finding> findings = new ArrayList<>();
        for (Trial trial : trials) {
            if (trial.kind() == Kind.PLAIN
                    && !trial.target().address().isLoopback()
                    && trial.reply() instanceof Answered answered
                    && !harmless(answered)) {
                String reason = "The panel is shown without TLS to other machines.";
                findings.add(
                        chosen ? Finding.warn(id(), trial.subject(), reason, trial.told()) : exposure(trial, reason));
            }
        }
        return findings;
    }

    private static boolean harmless(Answered answered) {
        return Refusal.error(answered)
                || (answered.status() >= 301
                        && answered.status() <= 308
                        && answered.header("location").startsWith("https://"));
    }
}
