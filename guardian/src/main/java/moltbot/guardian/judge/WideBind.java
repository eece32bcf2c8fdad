package moltbot.guardian.judge;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Listeners.Ours;

/// L2: a listener of ours that takes connections on every address, or on one that was not declared.
public final class WideBind implements Rule<Listeners> {
    private final Declared declared;

    public WideBind(Declared declared) {
        this.declared = declared;
    }

    /// What L2 finds, L1 need not say again.
    static boolean tooWide(Ours ours, Declared declared) {
        IpAddress address = ours.listener().endpoint().address();
        return address.isWildcard() || (!address.isLoopback() && !declared.allowsAddress(address));
    }

    @Override
    public String id() {
        return "L2";
    }

    @Override
    public List<Finding> judge(Listeners listeners) {
        List<Finding> findings = new ArrayList<>();
        for (Ours ours : listeners.ours()) {
            if (tooWide(ours, declared)) {
                findings.add(
                        ListenerFinding.of(id(), ours, "A process of this house can be reached from other machines."));
            }
        }
        return findings;
    }
}
