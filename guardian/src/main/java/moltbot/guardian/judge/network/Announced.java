package moltbot.guardian.judge.network;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.network.Announcement;
import moltbot.guardian.judge.Declared;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// N9: this machine tells everybody on its networks where the panel is. Where the panel listens on loopback only, the
/// announced port is another program's.
public final class Announced implements Rule<List<Announcement>> {
    private final Declared declared;

    public Announced(Declared declared) {
        this.declared = declared;
    }

    @Override
    public String id() {
        return "N9";
    }

    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.WARN;
    }

    @Override
    public List<Finding> judge(List<Announcement> announcements) {
        List<Finding> findings = new ArrayList<>();
        for (Announcement one : announcements) {
            for (Endpoint endpoint : declared.endpoints()) {
                if (!endpoint.address().isLoopback() && endpoint.port() == one.port()) {
                    findings.add(Finding.trip(
                            id(),
                            one.name(),
                            "This machine announces the panel to everybody on its networks (mDNS).",
                            one.name() + " at port " + one.port()));
                }
            }
        }
        return findings;
    }
}
