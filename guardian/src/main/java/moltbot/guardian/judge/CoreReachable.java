package moltbot.guardian.judge;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Listeners.Ours;

/// L5: a compartment that must not be reachable by TCP is. Only the breaker may listen.
public final class CoreReachable implements Rule<Listeners> {

    @Override
    public String id() {
        return "L5";
    }

    @Override
    public List<Finding> judge(Listeners listeners) {
        List<Finding> findings = new ArrayList<>();
        for (Ours ours : listeners.ours()) {
            if (!ours.owner().breaker()) {
                findings.add(ListenerFinding.of(
                        id(), ours, "A part of this house that must never listen on the network does."));
            }
        }
        return findings;
    }
}
