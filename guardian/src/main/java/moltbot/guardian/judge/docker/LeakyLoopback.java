package moltbot.guardian.judge.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.guardian.fact.docker.Container;
import moltbot.guardian.fact.docker.Container.Port;
import moltbot.guardian.fact.docker.Engine;
import moltbot.guardian.fact.docker.Engines;
import moltbot.guardian.judge.Finding;

/// D2: a port of ours published on 127.0.0.1 by a Docker that lets neighbours in all the same: before 28.0 whoever is
/// on the same network segment, and from 28.2.0 to 28.3.2 everybody after firewalld was reloaded (CVE-2025-54388).
public final class LeakyLoopback extends DockerRule {
    private static final Version SAFE = Version.of(28, 0, 0);
    private static final Version BROKEN = Version.of(28, 2, 0);
    private static final Version MENDED = Version.of(28, 3, 3);

    public LeakyLoopback(boolean relied) {
        super("D2", relied);
    }

    @Override
    public List<Finding> judge(Engines engines) {
        List<Finding> findings = new ArrayList<>();
        for (Engine engine : engines.seen()) {
            Optional<Version> version = Version.parse(engine.components().getOrDefault("engine", ""));
            boolean podman = engine.components().keySet().stream().anyMatch(part -> part.contains("podman"));
            if (podman || (version.isPresent() && !leaks(version.get()))) {
                continue;
            }
            for (Container container : engine.containers()) {
                for (Port port : container.ports()) {
                    if (container.role() == Container.Role.HOUSE && Hosts.loopback(port.host())) {
                        findings.add(Finding.trip(
                                id(),
                                container.id() + " " + port,
                                "A port meant for this machine only can be reached by its neighbours.",
                                container.told() + " is published on " + port + " by an engine of version "
                                        + engine.components().getOrDefault("engine", "unknown")));
                    }
                }
            }
        }
        return findings;
    }

    private static boolean leaks(Version version) {
        return version.below(SAFE) || version.within(BROKEN, MENDED);
    }
}
