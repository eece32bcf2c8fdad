package moltbot.guardian.judge.docker;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.docker.Daemons;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// D4: a container engine that takes orders by TCP from whoever comes. On loopback too: any program and any web page of
/// this machine can use it, and whoever can is root. One that is only configured so is said, for it takes no orders
/// yet.
public final class DaemonByTcp implements Rule<Daemons> {
    @Override
    public String id() {
        return "D4";
    }

    @Override
    public List<Finding> judge(Daemons daemons) {
        List<Finding> findings = new ArrayList<>();
        for (Endpoint endpoint : daemons.answering()) {
            findings.add(Finding.exposure(
                    id(),
                    endpoint.toString(),
                    "Whoever reaches the container engine by TCP can take over this machine.",
                    "A container engine at TCP " + endpoint + " takes orders without asking who comes"));
        }
        if (findings.isEmpty()) {
            for (String configured : daemons.configured()) {
                findings.add(Finding.warn(
                        id(),
                        configured,
                        "The container engine is told to take orders by TCP from whoever comes.",
                        configured));
            }
        }
        return findings;
    }
}
