package moltbot.guardian.judge;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Listeners.Ours;

/// L1: a listener of ours on a port that was not declared.
public final class UndeclaredListener implements Rule<Listeners> {
    private final Declared declared;

    public UndeclaredListener(Declared declared) {
        this.declared = declared;
    }

    @Override
    public String id() {
        return "L1";
    }

    @Override
    public List<Finding> judge(Listeners listeners) {
        List<Finding> findings = new ArrayList<>();
        for (Ours ours : listeners.ours()) {
            if (!WideBind.tooWide(ours, declared)
                    && !declared.allows(ours.listener().endpoint())) {
                findings.add(ListenerFinding.of(
                        id(), ours, "A process of this house listens on a port that was not declared."));
            }
        }
        return findings;
    }
}
