package moltbot.guardian;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import moltbot.guardian.observe.House;
import moltbot.guardian.observe.ListenerObserver;
import moltbot.guardian.observe.Observers;
import moltbot.guardian.watch.Board;
import moltbot.guardian.watch.Round;

/// The groups of the catalogue, and the board they report to.
final class Watch implements AutoCloseable {
    private final Board board;
    private final List<Group> groups;

    /// @param links  for the groups that ask others
    /// @param own    what the guardian keeps for itself
    Watch(Settings settings, Set<Long> owners, String canary, Board board, Links links, Own own)
            throws java.io.IOException {
        this.board = board;
        ListenerObserver observer = Observers.listeners(new House(settings.supervisor(), settings.uids()));
        Surroundings around = new Surroundings(settings, owners, canary, observer::latest, board, System::nanoTime);
        ListenerGroup listeners = new ListenerGroup(around, observer);
        PanelGroup panel = new PanelGroup(around);
        listeners.whenChanged(panel::listenersChanged);
        NetworkGroup network = new NetworkGroup(around, links.breaker(), this::moved);
        listeners.whenChanged(network::listenersChanged);
        DockerGroup docker = new DockerGroup(around);
        listeners.whenChanged(docker::listenersChanged);
        ProxyGroup proxies = new ProxyGroup(around, docker::containers);
        listeners.whenChanged(proxies::listenersChanged);
        groups = new ArrayList<>(List.of(
                listeners,
                new FolderGroup(around),
                panel,
                network,
                docker,
                proxies,
                new HostGroup(around, links.secrets())));
        links.spawner().ifPresent(spawner -> groups.add(new SandboxGroup(around, spawner)));
        links.control().ifPresent(control -> groups.add(new ControlGroup(around, control, own)));
    }

    /// Users who may own what lies in the data folder: the house's own, and whoever this process and the
    /// supervisor run as.
    static Set<Long> owners(Settings settings) throws java.io.IOException {
        Set<Long> owners = new HashSet<>(settings.uids());
        owners.add(Observers.currentUser());
        return owners;
    }

    Board board() {
        return board;
    }

    void start() {
        rounds().forEach(Round::start);
    }

    /// What was seen in another network does not count in this one.
    private void moved() {
        board.demandFresh();
        poke();
    }

    void poke() {
        rounds().forEach(Round::poke);
    }

    /// Those that have something to look at where no house runs: at once, and, after them, those that go by what the
    /// others saw.
    List<List<Round<?>>> withoutHouse() {
        return Stream.of(false, true)
                .map(last -> groups.stream()
                        .filter(group -> group instanceof ProxyGroup == last)
                        .<Round<?>>flatMap(group -> group.withoutHouse().stream())
                        .toList())
                .toList();
    }

    private List<Round<?>> rounds() {
        return groups.stream()
                .<Round<?>>flatMap(group -> group.rounds().stream())
                .toList();
    }

    @Override
    public void close() {
        rounds().forEach(Round::close);
        groups.forEach(Group::close);
    }
}
