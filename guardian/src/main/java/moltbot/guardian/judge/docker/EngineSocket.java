package moltbot.guardian.judge.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import moltbot.guardian.fact.docker.Container;
import moltbot.guardian.fact.docker.Container.Mount;
import moltbot.guardian.fact.docker.Container.Role;
import moltbot.guardian.fact.docker.Engine;
import moltbot.guardian.fact.docker.Engines;
import moltbot.guardian.judge.Finding;

/// D3: an engine's socket where something of ours can use it: who may, is root on this machine, and a mount that is
/// read-only keeps nobody from connecting. In the owner's other containers it is theirs to decide, and said.
public final class EngineSocket extends DockerRule {
    private static final Set<String> NAMES =
            Set.of("docker.sock", "podman.sock", "containerd.sock", "crio.sock", "buildkitd.sock");

    public EngineSocket(boolean relied) {
        super("D3", relied);
    }

    @Override
    public List<Finding> judge(Engines engines) {
        List<Finding> findings = new ArrayList<>();
        if (!engines.ownMount().isEmpty()) {
            findings.add(Finding.exposure(
                    id(),
                    "own mount",
                    "This house can take over the machine by its container engine.",
                    "The engine's socket is mounted into the container of this house at " + engines.ownMount()));
        }
        for (Engine engine : engines.seen()) {
            for (Container container : engine.containers()) {
                for (Mount mount : container.mounts()) {
                    if (reaches(mount.source(), engine.socket())) {
                        findings.add(finding(container, mount));
                    }
                }
            }
        }
        return findings;
    }

    private Finding finding(Container container, Mount mount) {
        String subject = container.id() + " " + mount.destination();
        String evidence = container.told() + " has " + mount.source() + " of this machine at " + mount.destination()
                + (mount.writable() ? "" : ", read-only, which does not keep it from connecting");
        return container.role() == Role.OTHERS
                ? Finding.warn(id(), subject, "One of your containers can take over this machine.", evidence)
                : Finding.exposure(id(), subject, "A container of this house can take over this machine.", evidence);
    }

    /// The socket itself, or a folder it lies in.
    private static boolean reaches(String source, String socket) {
        String name = source.substring(source.lastIndexOf('/') + 1);
        String folder = source.endsWith("/") ? source : source + "/";
        return NAMES.contains(name)
                || source.equals(socket)
                || socket.startsWith(folder)
                || "/run/docker.sock".startsWith(folder)
                || "/var/run/docker.sock".startsWith(folder);
    }
}
