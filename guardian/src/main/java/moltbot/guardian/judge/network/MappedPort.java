package moltbot.guardian.judge.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.network.PortMapping;
import moltbot.guardian.fact.network.Routers;
import moltbot.guardian.judge.Declared;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// N5: a router passes a port of the internet on to the panel.
public final class MappedPort implements Rule<Routers> {
    private final Set<Endpoint> declared;

    public MappedPort(Declared declared) {
        this.declared = declared.endpoints();
    }

    @Override
    public String id() {
        return "N5";
    }

    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.WARN;
    }

    @Override
    public List<Finding> judge(Routers routers) {
        List<Finding> findings = new ArrayList<>();
        for (PortMapping mapping : routers.mappings()) {
            if (declared.contains(mapping.inside())) {
                findings.add(Finding.exposure(
                        id(),
                        mapping.outside() + " " + mapping.inside(),
                        "A router passes a port of the internet on to the panel.",
                        "UPnP: port " + mapping.outside() + " leads to " + mapping.inside()
                                + (mapping.text().isEmpty() ? "" : " (" + mapping.text() + ")")));
            }
        }
        return findings;
    }
}
