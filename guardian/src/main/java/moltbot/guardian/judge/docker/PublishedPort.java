package moltbot.guardian.judge.docker;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.docker.Container;
import moltbot.guardian.fact.docker.Container.Port;
import moltbot.guardian.fact.docker.Engine;
import moltbot.guardian.fact.docker.Engines;
import moltbot.guardian.judge.Finding;

/// D1: an engine publishes a port of ours to other machines, past every firewall of this one. A task's container
/// publishes nothing at all. What the owner's other containers publish is theirs; where one of them leads to the panel,
/// L7 sees it.
public final class PublishedPort extends DockerRule {
    private final Publications declared;

    public PublishedPort(Publications declared, boolean relied) {
        super("D1", relied);
        this.declared = declared;
    }

    @Override
    public List<Finding> judge(Engines engines) {
        List<Finding> findings = new ArrayList<>();
        for (Engine engine : engines.seen()) {
            for (Container container : engine.containers()) {
                for (Port port : container.ports()) {
                    if (tooWide(container, port)) {
                        findings.add(Finding.exposure(
                                id(),
                                container.id() + " " + port,
                                "A container of this house can be reached from other machines.",
                                container.told() + " is published on " + port));
                    }
                }
            }
        }
        for (String hidden : engines.hidden()) {
            findings.add(
                    Finding.warn(id(), hidden, "What runs in containers on this machine could not be seen.", hidden));
        }
        return findings;
    }

    private boolean tooWide(Container container, Port port) {
        return switch (container.role()) {
            case OTHERS -> false;
            case SANDBOX -> true;
            case HOUSE -> !Hosts.loopback(port.host()) && !declared.declared(port.host(), port.hostPort());
        };
    }

    /// What the owner said may be published: by a literal address only.
    @FunctionalInterface
    public interface Publications {
        boolean declared(String host, int port);
    }
}
