package moltbot.guardian;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import moltbot.contract.link.LinkClient;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.network.Announcement;
import moltbot.guardian.fact.network.Relay;
import moltbot.guardian.fact.network.Routers;
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
import moltbot.guardian.observe.wire.Seldom;
import moltbot.guardian.watch.Plan;
import moltbot.guardian.watch.Round;

/// L3, L7, N1 to N9: how others could reach us that are not in front of our own listener.
final class NetworkGroup implements Group {
    private static final Plan RELAYS = new Plan(
            "relays", Duration.ofMillis(250), Duration.ofSeconds(5), 3, Duration.ofSeconds(12), Duration.ZERO, false);

    private static final Duration ASK_AGAIN = Duration.ofMinutes(10);

    private final Surroundings around;
    private final LinkClient breaker;
    private final Round<List<Relay>> relays;
    private final List<Round<?>> rounds = new CopyOnWriteArrayList<>();
    private final List<Runnable> moves = new CopyOnWriteArrayList<>();

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
                surround(settings)::observe,
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
        addNeighbours(settings, outside);
        addPrograms(settings);
        // Last: what is asked anew by then is what the next looks wait for.
        moves.add(moved);
    }

    /// What routers and neighbours say.
    private void addNeighbours(Settings settings, boolean outside) {
        Seldom<Routers> routers = seldom(new RouterObserver(outside)::observe);
        add(seldom("routers"), routers, List.of(new MappedPort(settings.declared()), new WillingRouter()));
        Seldom<List<Announcement>> announcements = seldom(new AnnouncementObserver(outside)::observe);
        add(seldom("announcements"), announcements, List.of(new Announced(settings.declared())));
        moves.add(routers::ask);
        moves.add(announcements::ask);
    }

    private <T> Seldom<T> seldom(Supplier<Observation<T>> asker) {
        return new Seldom<>(asker, ASK_AGAIN, around.nanos(), () -> rounds.forEach(Round::poke));
    }

    /// What other programs of the system say.
    private void addPrograms(Settings settings) {
        add(
                seldom("tailscale"),
                SystemObservers::tailscale,
                List.of(new ServedByTailscale(settings.declared(), settings.relays())));
        add(seldom("firewall"), SystemObservers::firewall, List.of(new NoFirewall(settings.declared())));
    }

    private void moved() {
        moves.forEach(Runnable::run);
    }

    private static Plan seldom(String name) {
        return new Plan(
                name,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                2,
                Duration.ofSeconds(90),
                Duration.ofSeconds(30),
                false);
    }

    private static Plan every(String name, Duration period) {
        return Plan.of(name, period, period, period.multipliedBy(2).plusSeconds(8));
    }

    private <T> void add(Plan plan, Supplier<Observation<T>> observer, List<? extends Rule<T>> rules) {
        rounds.add(new Round<>(plan, observer, rules, () -> false, around.board(), around.nanos()));
    }

    private SurroundObserver surround(Settings settings) {
        return NetworkObservers.surround(
                settings.dataRoot().resolve("guardian"),
                around.listeners(),
                settings.declared().endpoints(),
                this::moved,
                Commands::output);
    }

    private Round<List<Relay>> relays(Settings settings, Set<Endpoint> declared) {
        AtomicReference<Runnable> news = new AtomicReference<>(() -> {});
        RelayObserver observer = NetworkObservers.relays(
                declared,
                around.listeners(),
                names(settings),
                breaker,
                settings.panel(),
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
        for (String name : settings.publicNames()) {
            if (name.startsWith("https://")) {
                names.add(name.substring("https://".length()));
            }
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
