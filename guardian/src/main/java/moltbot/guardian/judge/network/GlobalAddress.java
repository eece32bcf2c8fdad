package moltbot.guardian.judge.network;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress.Scope;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.network.Surround;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// N2: what we listen on is an address of the whole internet. By a listener on every address that is an exposure; one
/// that the owner named is only said.
public final class GlobalAddress implements Rule<Surround> {
    @Override
    public String id() {
        return "N2";
    }

    @Override
    public List<Finding> judge(Surround surround) {
        List<Finding> findings = new ArrayList<>();
        for (Listeners.Ours ours : surround.ours()) {
            Endpoint endpoint = ours.listener().endpoint();
            String who = "TCP " + endpoint + " by " + ours.owner().name();
            if (endpoint.address().isWildcard() && !surround.global6().isEmpty()) {
                findings.add(Finding.exposure(
                        id(),
                        endpoint.toString(),
                        "A process of this house can be reached from the whole internet.",
                        who + "; this machine has the address "
                                + surround.global6().getFirst()));
            } else if (endpoint.address().scope() == Scope.GLOBAL) {
                findings.add(Finding.warn(
                        id(),
                        endpoint.toString(),
                        "The panel listens on an address of the whole internet; only a firewall keeps it away.",
                        who));
            }
        }
        return findings;
    }
}
