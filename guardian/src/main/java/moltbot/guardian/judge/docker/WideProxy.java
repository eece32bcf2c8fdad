package moltbot.guardian.judge.docker;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.docker.Engines;
import moltbot.guardian.fact.docker.Engines.SocketProxy;
import moltbot.guardian.judge.Finding;

/// D6: a socket proxy that shares a network with us and answers what it should refuse: the list of containers shows
/// their environment, keys included. One that is far from us is the owner's affair, and said.
public final class WideProxy extends DockerRule {
    public WideProxy(boolean relied) {
        super("D6", relied);
    }

    @Override
    public List<Finding> judge(Engines engines) {
        List<Finding> findings = new ArrayList<>();
        for (SocketProxy proxy : engines.relays()) {
            if (!proxy.open().isEmpty()) {
                String reason = "A socket proxy shows more of the container engine than it should.";
                String evidence = proxy.container() + " answered " + String.join(", ", proxy.open());
                findings.add(
                        proxy.nearUs()
                                ? Finding.trip(id(), proxy.container(), reason, evidence)
                                : Finding.warn(id(), proxy.container(), reason, evidence));
            }
        }
        return findings;
    }
}
