package moltbot.guardian.judge.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import moltbot.guardian.fact.docker.Container;
import moltbot.guardian.fact.docker.Container.Mount;
import moltbot.guardian.fact.docker.Container.Power;
import moltbot.guardian.fact.docker.Container.Role;
import moltbot.guardian.fact.docker.Engine;
import moltbot.guardian.fact.docker.Engines;
import moltbot.guardian.judge.Finding;

/// D5: a container of ours that may more than it needs. A task's container gets nothing at all; the house's own may
/// have its data folder and the two harmless capabilities of a small server.
public final class Powers extends DockerRule {
    private static final Set<String> HARMLESS = Set.of("NET_BIND_SERVICE", "CHOWN");
    private static final List<String> NEVER = List.of(
            "/etc",
            "/root",
            "/home",
            "/proc",
            "/sys",
            "/dev",
            "/run",
            "/var/run",
            "/boot",
            "/usr",
            "/bin",
            "/sbin",
            "/lib",
            "/var/lib/docker",
            "/var/lib/containers",
            "/var/lib/containerd");

    private final Set<String> folders;

    /// @param folders  of the machine that the house's own containers may have, from the root
    public Powers(Set<String> folders, boolean relied) {
        super("D5", relied);
        this.folders = Set.copyOf(folders);
    }

    @Override
    public List<Finding> judge(Engines engines) {
        List<Finding> findings = new ArrayList<>();
        for (Engine engine : engines.seen()) {
            for (Container container : engine.containers()) {
                if (container.role() != Role.OTHERS) {
                    judge(container, findings);
                }
            }
        }
        return findings;
    }

    private void judge(Container container, List<Finding> findings) {
        for (Power power : container.powers()) {
            boolean harmless = power.kind() == Power.Kind.CAPABILITY
                    && container.role() == Role.HOUSE
                    && HARMLESS.contains(power.value());
            if (!harmless) {
                findings.add(finding(container, power.value(), "has " + power.value()));
            }
        }
        for (Mount mount : container.mounts()) {
            if (mount.kind().equals("bind") && tooMuch(container.role(), mount.source())) {
                findings.add(finding(
                        container,
                        mount.source(),
                        "has " + mount.source() + " of this machine at " + mount.destination()));
            }
        }
    }

    private Finding finding(Container container, String what, String evidence) {
        return Finding.exposure(
                id(),
                container.id() + " " + what,
                "A container of this house may do more than it needs, and could get out.",
                container.told() + " " + evidence);
    }

    private boolean tooMuch(Role role, String source) {
        if (role == Role.SANDBOX) {
            return true;
        }
        if (folders.contains(source)) {
            return false;
        }
        return source.equals("/")
                || NEVER.stream().anyMatch(folder -> source.equals(folder) || source.startsWith(folder + "/"));
    }
}
