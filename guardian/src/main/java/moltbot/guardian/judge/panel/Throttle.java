package moltbot.guardian.judge.panel;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.panel.Kind;
import moltbot.guardian.fact.panel.Reply.Answered;
import moltbot.guardian.fact.panel.Trial;
import moltbot.guardian.judge.Finding;

/// H8: who guesses has to wait, on this machine too.
public final class Throttle extends PanelRule {
    public Throttle() {
        super("H8");
    }

    /// A warning only: this check is made seldom, and who can silence it has made the panel useless to guessers too.
    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.WARN;
    }

    @Override
    public List<Finding> judge(List<Trial> trials) {
        List<Finding> findings = new ArrayList<>();
        for (Trial trial : trials) {
            if (trial.kind() == Kind.GUESS
                    && trial.reply() instanceof Answered answered
                    && (answered.status() == 401 || answered.status() == 200)) {
                findings.add(trip(trial, "Passwords can be guessed without having to wait."));
            }
        }
        return findings;
    }
}
