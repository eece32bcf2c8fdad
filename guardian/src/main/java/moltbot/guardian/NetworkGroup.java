package moltbot.guardian;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import moltbot.contract.link.LinkClient;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.network.Relay;
import moltbot.guardian.judge.network.UndeclaredRelay;
import moltbot.guardian.observe.network.NetworkObservers;
import moltbot.guardian.observe.network.RelayObserver;
import moltbot.guardian.watch.Plan;
import moltbot.guardian.watch.Round;

/// L7: how others could reach us that are not in front of our own listener.
final class NetworkGroup implements Group {
    private static final Plan RELAYS = new Plan(
            "relays", Duration.ofMillis(250), Duration.ofSeconds(5), 3, Duration.ofSeconds(12), Duration.ZERO, false);

    private final LinkClient breaker;
    private final Round<List<Relay>> relays;

    /// @param breaker  a link of this group's own
    NetworkGroup(Surroundings around, LinkClient breaker) {
        this.breaker = breaker;
        Settings settings = around.settings();
        AtomicReference<Runnable> news = new AtomicReference<>(() -> {});
        RelayObserver observer = NetworkObservers.relays(
                settings.declared().endpoints(),
                around.listeners(),
                names(settings),
                breaker,
                () -> news.get().run());
        relays = new Round<>(
                RELAYS,
                observer::observe,
                List.of(new UndeclaredRelay(settings.relays())),
                observer::changed,
                around.board(),
                around.nanos());
        news.set(relays::poke);
    }

    /// What our breaker answers to beside its own address.
    private static List<String> names(Settings settings) {
        List<String> names = new ArrayList<>();
        if (settings.publicOrigin().startsWith("https://")) {
            names.add(settings.publicOrigin().substring("https://".length()));
        }
        for (Endpoint endpoint : settings.declared().endpoints()) {
            names.add(endpoint.toString());
            names.add("localhost:" + endpoint.port());
        }
        return names.stream().distinct().toList();
    }

    /// A listener came or went.
    void listenersChanged() {
        relays.poke();
    }

    /// Without a breaker no mark arrives anywhere.
    @Override
    public List<Round<?>> withoutHouse() {
        return rounds().stream().filter(round -> !round.equals(relays)).toList();
    }

    @Override
    public List<Round<?>> rounds() {
        return List.of(relays);
    }

    @Override
    public void close() {
        breaker.close();
    }
}
