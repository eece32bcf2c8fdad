package moltbot.guardian;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import moltbot.contract.link.LinkClient;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.network.Relay;
import moltbot.guardian.judge.Rule;
import moltbot.guardian.judge.network.Announced;
import moltbot.guardian.judge.network.GlobalAddress;
import moltbot.guardian.judge.network.MappedPort;
import moltbot.guardian.judge.network.NewNetwork;
import moltbot.guardian.judge.network.NoFirewall;
import moltbot.guardian.judge.network.OpenDatagrams;
import moltbot.guardian.judge.network.RoutedLoopback;
import moltbot.guardian.judge.network.ServedByTailscale;
import moltbot.guardian.judge.network.UndeclaredRelay;
import moltbot.guardian.judge.network.UndeclaredTunnel;
import moltbot.guardian.judge.network.WillingRouter;
import moltbot.guardian.observe.network.NetworkObservers;
import moltbot.guardian.observe.network.RelayObserver;
import moltbot.guardian.observe.network.SurroundObserver;
import moltbot.guardian.observe.system.Commands;
import moltbot.guardian.observe.system.SystemObservers;
import moltbot.guardian.observe.wire.AnnouncementObserver;
import moltbot.guardian.observe.wire.RouterObserver;
import moltbot.guardian.watch.Plan;
import moltbot.guardian.watch.Round;

/// L3, L7, N1 to N9: how others could reach us that are not in front of our own listener.
final class NetworkGroup implements Group {
    private static final Plan RELAYS = new Plan(
            "relays", Duration.ofMillis(250), Duration.ofSeconds(5), 3, Duration.ofSeconds(12), Duration.ZERO, false);

    private final Surroundings around;
    private final LinkClient breaker;
    private final Round<List<Relay>> relays;
    private final List<Round<?>> rounds = new ArrayList<>();

    /// @param breaker  a link of this group's own
    /// @param moved    called when this machine is in a network it was not in a moment ago
    NetworkGroup(Surroundings around, LinkClient breaker, Runnable moved) {
        this.around = around;
        this.breaker = breaker;
        Settings settings = around.settings();
        Set<Endpoint> declared = settings.declared().endpoints();
        relays = relays(settings, declared);
        rounds.add(relays);
        add(
                every("networks", Duration.ofSeconds(1)),
                surround(settings, moved)::observe,
                List.of(new NewNetwork(), new GlobalAddress()));
        add(
                every("routing", Duration.ofSeconds(5)),
                NetworkObservers.routing(Commands::output),
                List.of(new RoutedLoopback(settings.declared())));
        add(
                every("datagrams", Duration.ofSeconds(5)),
                NetworkObservers.datagrams(settings.supervisor(), Commands::output),
                List.of(new OpenDatagrams()));
        add(
                every("tunnels", Duration.ofSeconds(2)),
                NetworkObservers.tunnels(declared, Commands::output)::observe,
                List.of(new UndeclaredTunnel(settings.relays())));
        boolean outside = declared.stream().anyMatch(one -> !one.address().isLoopback());
        addSeldom(settings, outside);
    }

    /// What routers, neighbours and other programs say: seldom, for each question takes its time.
    private void addSeldom(Settings settings, boolean outside) {
        add(
                seldom("routers", Duration.ofMinutes(10)),
                new RouterObserver(outside)::observe,
                List.of(new MappedPort(settings.declared()), new WillingRouter()));
        add(
                seldom("announcements", Duration.ofMinutes(5)),
                new AnnouncementObserver(outside)::observe,
                List.of(new Announced(settings.declared())));
        add(
                seldom("tailscale", Duration.ofSeconds(30)),
                SystemObservers::tailscale,
                List.of(new ServedByTailscale(settings.declared(), settings.relays())));
        add(
                seldom("firewall", Duration.ofMinutes(2)),
                SystemObservers::firewall,
                List.of(new NoFirewall(settings.declared())));
    }

    private static Plan seldom(String name, Duration period) {
        return new Plan(
                name, Duration.ofSeconds(10), period, 2, period.plusSeconds(120), Duration.ofSeconds(30), false);
    }

    private static Plan every(String name, Duration period) {
        return Plan.of(name, period, period, period.multipliedBy(2).plusSeconds(8));
    }

    private <T> void add(Plan plan, Supplier<Observation<T>> observer, List<? extends Rule<T>> rules) {
        rounds.add(new Round<>(plan, observer, rules, () -> false, around.board(), around.nanos()));
    }

    private SurroundObserver surround(Settings settings, Runnable moved) {
        return NetworkObservers.surround(
                settings.dataRoot().resolve("guardian"),
                around.listeners(),
                settings.declared().endpoints(),
                moved,
                Commands::output);
    }

    private Round<List<Relay>> relays(Settings settings, Set<Endpoint> declared) {
        AtomicReference<Runnable> news = new AtomicReference<>(() -> {});
        RelayObserver observer = NetworkObservers.relays(
                declared,
                around.listeners(),
                names(settings),
                breaker,
                () -> news.get().run());
        Round<List<Relay>> round = new Round<>(
                RELAYS,
                observer::observe,
                List.of(new UndeclaredRelay(settings.relays())),
                observer::changed,
                around.board(),
                around.nanos());
        news.set(round::poke);
        return round;
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
        return List.copyOf(rounds);
    }

    @Override
    public void close() {
        breaker.close();
    }
}
