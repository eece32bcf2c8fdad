package moltbot.guardian.judge.network;

import java.util.List;
import moltbot.guardian.fact.network.Firewall;
import moltbot.guardian.judge.Declared;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// N4: the panel listens for other machines, and nothing is seen to keep the rest away.
public final class NoFirewall implements Rule<Firewall> {
    private final boolean outside;

    public NoFirewall(Declared declared) {
        outside = declared.endpoints().stream().anyMatch(one -> !one.address().isLoopback());
    }

    @Override
    public String id() {
        return "N4";
    }

    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.WARN;
    }

    @Override
    public List<Finding> judge(Firewall firewall) {
        return !outside || firewall.state() == Firewall.State.ON
                ? List.of()
                : List.of(Finding.warn(
                        id(),
                        firewall.state().name(),
                        "The panel listens for other machines, and no firewall was seen.",
                        firewall.text()));
    }
}
