package moltbot.guardian;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.Probe;
import moltbot.guardian.judge.CoreReachable;
import moltbot.guardian.judge.DataModes;
import moltbot.guardian.judge.Declared;
import moltbot.guardian.judge.Finding.Action;
import moltbot.guardian.judge.Privacy;
import moltbot.guardian.judge.SocketFolders;
import moltbot.guardian.judge.Squatter;
import moltbot.guardian.judge.Unauthenticated;
import moltbot.guardian.judge.UndeclaredListener;
import moltbot.guardian.judge.WideBind;
import moltbot.guardian.observe.FolderObserver;
import moltbot.guardian.observe.House;
import moltbot.guardian.observe.ListenerObserver;
import moltbot.guardian.observe.Observers;
import moltbot.guardian.observe.ProbeObserver;
import moltbot.guardian.watch.Alarm;
import moltbot.guardian.watch.Board;
import moltbot.guardian.watch.Plan;
import moltbot.guardian.watch.Round;

/// The three rounds of the guardian, and the board they report to. Which check looks how often, and how old its result
/// may be, stands here.
final class Watch implements AutoCloseable {
    private static final Plan LISTENERS =
            new Plan("listeners", Duration.ofMillis(250), Duration.ofMillis(250), 1, Action.TRIP, false);
    private static final Plan FOLDERS =
            new Plan("folders", Duration.ofSeconds(5), Duration.ofSeconds(5), 2, Action.TRIP, true);
    /// Silence blocks and is not latched: a stranger who keeps the breaker busy must not be able to trip it.
    private static final Plan PROBES =
            new Plan("probes", Duration.ofSeconds(5), Duration.ofSeconds(30), 2, Action.HOLD, false);

    private final Board board;
    private final List<Round<?>> rounds;
    private final ListenerObserver listeners;
    private final ProbeObserver probes;
    private final Round<List<Probe>> probing;

    Watch(Settings settings, Set<Long> owners, Alarm alarm) {
        board = new Board(bounds(), System::nanoTime, alarm);
        Declared declared = settings.declared();
        Privacy privacy = new Privacy(owners, !settings.uids().isEmpty());
        listeners = Observers.listeners(new House(settings.supervisor(), settings.uids()));
        FolderObserver folders = Observers.folders(settings.dataRoot(), settings.runRoot());
        probes = Observers.probes(declared.endpoints(), listeners::latest);
        probing = new Round<>(
                PROBES, probes::observe, List.of(new Unauthenticated()), probes::changed, board, System::nanoTime);
        rounds = List.of(
                new Round<>(
                        LISTENERS,
                        this::observeListeners,
                        List.of(
                                new WideBind(declared),
                                new UndeclaredListener(declared),
                                new CoreReachable(),
                                new Squatter(declared)),
                        () -> true,
                        board,
                        System::nanoTime),
                new Round<>(
                        FOLDERS,
                        folders::observe,
                        List.of(new SocketFolders(privacy), new DataModes(privacy)),
                        () -> false,
                        board,
                        System::nanoTime),
                probing);
    }

    /// Where our own listeners changed, there is another place to ask.
    private Observation<Listeners> observeListeners() {
        Listeners before = listeners.latest();
        Observation<Listeners> observation = listeners.observe();
        if (!listeners.latest().equals(before) && probes.changed()) {
            probing.poke();
        }
        return observation;
    }

    private static Map<String, Duration> bounds() {
        Map<String, Duration> bounds = new LinkedHashMap<>();
        for (String listener : List.of("L1", "L2", "L4", "L5")) {
            bounds.put(listener, Duration.ofSeconds(2));
        }
        bounds.put("L6", Duration.ofSeconds(12));
        bounds.put("S2", Duration.ofSeconds(12));
        bounds.put("H1", Duration.ofSeconds(45));
        return bounds;
    }

    /// Users who may own what lies in the data folder: the house's own, and whoever this process and the supervisor run
    /// as.
    static Set<Long> owners(Settings settings) throws java.io.IOException {
        Set<Long> owners = new HashSet<>(settings.uids());
        owners.add(Observers.currentUser());
        return owners;
    }

    Board board() {
        return board;
    }

    void start() {
        for (Round<?> round : rounds) {
            round.start();
        }
    }

    void poke() {
        for (Round<?> round : rounds) {
            round.poke();
        }
    }

    @Override
    public void close() {
        for (Round<?> round : rounds) {
            round.close();
        }
        listeners.close();
    }
}
