package moltbot.guardian.observe.docker;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import moltbot.guardian.fact.Listeners;

/// Makes the observers of container engines.
public final class DockerObservers {
    private DockerObservers() {}

    /// What engines run.
    ///
    /// @param socket     the one engine to look at, or empty for the usual places
    /// @param user       whose own engines are looked for
    public static EngineObserver engines(String socket, long user) {
        OwnContainer self = OwnContainer.now();
        List<Path> places = socket.isEmpty() ? Sockets.usual(user) : List.of(Path.of(socket));
        return new EngineObserver(places, self, !self.id().isEmpty());
    }

    /// Whether engines take orders by TCP.
    public static DaemonObserver daemons(Supplier<Listeners> listeners) {
        Path home = Path.of(System.getProperty("user.home", "/root"));
        return new DaemonObserver(
                List.of(Path.of("/etc/docker/daemon.json"), home.resolve(".config/docker/daemon.json")), listeners);
    }
}
