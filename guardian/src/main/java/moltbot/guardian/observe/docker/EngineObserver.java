package moltbot.guardian.observe.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.docker.Container;
import moltbot.guardian.fact.docker.Engine;
import moltbot.guardian.fact.docker.Engines;

/// Sees the container engines of this machine and what they run. No engine is a fact like any other. One that is there
/// and may not be looked into counts only where something of ours could run in it; else it is only said.
public final class EngineObserver implements AutoCloseable {
    private final List<Path> sockets;
    private final OwnContainer self;
    private final boolean relied;
    private final AtomicBoolean changed = new AtomicBoolean();
    private final Map<Path, EventStream> streams = new HashMap<>();
    private final SocketProxies proxies = new SocketProxies();
    private volatile List<Container> latest = List.of();

    /// @param sockets  where engines may be
    /// @param relied   true where something of ours runs in a container
    EngineObserver(List<Path> sockets, OwnContainer self, boolean relied) {
        this.sockets = List.copyOf(sockets);
        this.self = self;
        this.relied = relied;
    }

    /// True where this process runs in a container.
    public boolean inContainer() {
        return !self.id().isEmpty();
    }

    /// True where an engine has said since it was last asked that something is different, or a socket proxy has
    /// begun that has not answered yet.
    public boolean changed() {
        return changed.getAndSet(false);
    }

    /// The containers that were seen when it last looked. Any thread.
    public List<Container> latest() {
        return latest;
    }

    /// Looks now.
    public Observation<Engines> observe() {
        List<Engine> seen = new ArrayList<>();
        List<String> hidden = new ArrayList<>();
        Set<Path> places = new LinkedHashSet<>();
        for (Path socket : sockets) {
            try {
                if (Files.exists(socket) && places.add(socket.toRealPath())) {
                    seen.add(new EngineClient(socket, new Ours(self.id())).look());
                    streams.computeIfAbsent(socket, path -> new EventStream(path, () -> changed.set(true)));
                }
            } catch (IOException e) {
                hidden.add(socket + ": " + (e.getMessage() == null ? "it does not answer" : e.getMessage()));
            }
        }
        latest = seen.stream().flatMap(engine -> engine.containers().stream()).toList();
        if (relied && !hidden.isEmpty()) {
            return new Observation.Unobservable<>(
                    "What runs in containers could not be seen at " + String.join("; ", hidden));
        }
        List<Engines.SocketProxy> relays = new ArrayList<>();
        seen.forEach(engine -> relays.addAll(proxies.ask(engine.containers())));
        proxies.retain(latest.stream().map(Container::id).collect(Collectors.toSet()));
        if (proxies.awaitsOne()) {
            changed.set(true);
        }
        return new Observation.Seen<>(new Engines(seen, hidden, self.socket(), relays));
    }

    @Override
    public void close() {
        streams.values().forEach(EventStream::close);
    }
}
