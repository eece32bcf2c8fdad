package moltbot.guardian.observe.docker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where engines have their sockets.
final class Sockets {
    private static final List<String> NAMES =
            List.of("docker.sock", "podman.sock", "containerd.sock", "crio.sock", "buildkitd.sock");

    private Sockets() {}

    /// The usual places, of the system's engines and of this user's own.
    static List<Path> usual(long user) {
        List<Path> places = new ArrayList<>();
        places.add(Path.of("/var/run/docker.sock"));
        places.add(Path.of("/run/podman/podman.sock"));
        places.add(Path.of("/run/user/" + user + "/docker.sock"));
        places.add(Path.of("/run/user/" + user + "/podman/podman.sock"));
        return List.copyOf(places);
    }

    /// True for a path that ends in an engine's socket.
    static boolean ofAnEngine(String path) {
        int slash = path.lastIndexOf('/');
        return slash >= 0 && NAMES.contains(path.substring(slash + 1));
    }
}
