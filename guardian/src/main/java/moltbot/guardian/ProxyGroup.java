package moltbot.guardian;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import moltbot.guardian.fact.docker.Container;
import moltbot.guardian.fact.proxy.ProxyConfig;
import moltbot.guardian.judge.proxy.BlindTrust;
import moltbot.guardian.judge.proxy.OpenAdmin;
import moltbot.guardian.judge.proxy.UndeclaredRoute;
import moltbot.guardian.observe.proxy.ProxyObserver;
import moltbot.guardian.watch.Plan;
import moltbot.guardian.watch.Round;

/// P1 to P3: what reverse proxies are told to do with us.
final class ProxyGroup implements Group {
    private static final Plan PLAN = new Plan(
            "proxies",
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            2,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            true);

    private final Round<ProxyConfig> round;
    private List<Container> containersBefore = List.of();

    ProxyGroup(Surroundings around, Supplier<List<Container>> containers) {
        Settings settings = around.settings();
        ProxyObserver.Places places = settings.proxyFiles().isEmpty()
                ? ProxyObserver.Places.USUAL
                : ProxyObserver.Places.below(java.nio.file.Path.of(settings.proxyFiles()));
        ProxyObserver observer =
                new ProxyObserver(places, settings.declared().endpoints(), around.listeners(), containers);
        round = new Round<>(
                PLAN,
                observer::observe,
                List.of(
                        new UndeclaredRoute(
                                settings.publicPlaces(),
                                (address, port) -> settings.relays().listed(address, port)),
                        new BlindTrust(),
                        new OpenAdmin()),
                () -> differ(containers.get()),
                around.board(),
                around.nanos());
    }

    /// On the round's thread only.
    private boolean differ(List<Container> now) {
        boolean differ = !now.equals(containersBefore);
        containersBefore = now;
        return differ;
    }

    /// A listener came or went: it may be a proxy's.
    void listenersChanged() {
        round.poke();
    }

    @Override
    public List<Round<?>> rounds() {
        return List.of(round);
    }
}
