package moltbot.guardian;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import moltbot.guardian.fact.docker.Container;
import moltbot.guardian.fact.docker.Daemons;
import moltbot.guardian.fact.docker.Engines;
import moltbot.guardian.judge.docker.DaemonByTcp;
import moltbot.guardian.judge.docker.EngineSocket;
import moltbot.guardian.judge.docker.LeakyLoopback;
import moltbot.guardian.judge.docker.OldEngine;
import moltbot.guardian.judge.docker.Powers;
import moltbot.guardian.judge.docker.PublishedPort;
import moltbot.guardian.judge.docker.WideProxy;
import moltbot.guardian.observe.Observers;
import moltbot.guardian.observe.docker.DaemonObserver;
import moltbot.guardian.observe.docker.DockerObservers;
import moltbot.guardian.observe.docker.EngineObserver;
import moltbot.guardian.watch.Plan;
import moltbot.guardian.watch.Round;

/// D1 to D7: what container engines do with us.
final class DockerGroup implements Group {
    /// Events say when to look; without one, twice a minute.
    private static final Plan ENGINES = new Plan(
            "docker",
            Duration.ofMillis(250),
            Duration.ofSeconds(30),
            2,
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            false);

    private static final Plan DAEMONS = new Plan(
            "docker-tcp",
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            2,
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            false);

    private final EngineObserver engines;
    private final Round<Engines> running;
    private final Round<Daemons> daemons;

    DockerGroup(Surroundings around) throws java.io.IOException {
        Settings settings = around.settings();
        engines = DockerObservers.engines(settings.dockerSocket(), Observers.currentUser());
        boolean needed = engines.inContainer();
        running = new Round<>(
                ENGINES,
                engines::observe,
                List.of(
                        new PublishedPort((host, port) -> settings.relays().names(host, port), needed),
                        new LeakyLoopback(needed),
                        new EngineSocket(needed),
                        new Powers(Set.of(settings.dataRoot().toString()), needed),
                        new WideProxy(needed),
                        new OldEngine(needed)),
                engines::changed,
                around.board(),
                around.nanos());
        DaemonObserver observer = DockerObservers.daemons(around.listeners());
        daemons = new Round<>(
                DAEMONS, observer::observe, List.of(new DaemonByTcp()), () -> false, around.board(), around.nanos());
    }

    /// What runs in containers, as it was last seen.
    List<Container> containers() {
        return engines.latest();
    }

    /// A listener came or went: it may be an engine's.
    void listenersChanged() {
        daemons.poke();
    }

    @Override
    public List<Round<?>> rounds() {
        return List.of(running, daemons);
    }

    @Override
    public void close() {
        engines.close();
    }
}
