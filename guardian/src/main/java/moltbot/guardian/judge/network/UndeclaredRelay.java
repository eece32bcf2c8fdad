package moltbot.guardian.judge.network;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.network.Relay;
import moltbot.guardian.fact.network.Relay.Verdict;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// L7: another program of this machine carries strangers from other machines to the panel, and the owner did not say
/// that it should.
public final class UndeclaredRelay implements Rule<List<Relay>> {
    private final DeclaredRelays declared;

    public UndeclaredRelay(DeclaredRelays declared) {
        this.declared = declared;
    }

    @Override
    public String id() {
        return "L7";
    }

    /// Blind is who cannot ask the breaker, and that can mend by itself.
    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.HOLD;
    }

    @Override
    public List<Finding> judge(List<Relay> relays) {
        List<Finding> findings = new ArrayList<>();
        for (Relay relay : relays) {
            if (relay.settled()
                    && (relay.verdict() == Verdict.CARRIES || relay.verdict() == Verdict.PAST)
                    && !declared.allows(relay.listener().endpoint())) {
                findings.add(finding(relay));
            }
        }
        return findings;
    }

    private Finding finding(Relay relay) {
        Endpoint endpoint = relay.listener().endpoint();
        String whose = relay.program().isEmpty()
                ? "a program of user " + relay.listener().uid()
                : relay.program();
        String hint = endpoint.address().isWildcard() ? "*:" + endpoint.port() : endpoint.toString();
        if (relay.verdict() == Verdict.PAST) {
            return Finding.exposure(
                    id(),
                    endpoint + " " + relay.listener().id(),
                    "The panel behind this guard can be reached from other machines without the guard.",
                    "TCP " + endpoint + " by " + whose + "; " + relay.how() + ". If you mean it: declared-relays: \""
                            + hint + "\"");
        }
        return Finding.exposure(
                id(),
                endpoint + " " + relay.listener().id(),
                "Another program on this machine passes people from other machines on to the panel.",
                "TCP " + endpoint + " by " + whose + "; asked by " + relay.how()
                        + ", the request arrived at the panel. If you mean it: declared-relays: \"" + hint + "\"");
    }
}
