package moltbot.guardian.observe.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.network.Program;
import moltbot.guardian.fact.network.Tunnel;

/// Sees tunnel programs that are tied to our port: by a connection to it, or by naming it among their arguments.
/// Connections are looked at only where there is such a program at all.
public final class TunnelObserver {
    /// This system's processes and connections.
    interface Machine {
        /// Processes whose name may be a tunnel's.
        List<Candidate> candidates() throws IOException;

        /// Which of these processes has a connection to one of these places.
        Map<Long, Endpoint> connected(Set<Long> pids, Set<Endpoint> places) throws IOException;
    }

    /// A process.
    record Candidate(long pid, String name, List<String> arguments) {}

    private final Machine machine;
    private final Set<Endpoint> declared;

    TunnelObserver(Machine machine, Set<Endpoint> declared) {
        this.machine = machine;
        this.declared = Set.copyOf(declared);
    }

    /// Looks now.
    public Observation<List<Tunnel>> observe() {
        try {
            Map<Long, Candidate> candidates = new HashMap<>();
            for (Candidate one : machine.candidates()) {
                if (!TunnelNames.of(one.name(), one.arguments()).isEmpty()) {
                    candidates.put(one.pid(), one);
                }
            }
            return new Observation.Seen<>(candidates.isEmpty() ? List.of() : tied(candidates));
        } catch (IOException | ContractException e) {
            return new Observation.Unobservable<>("Tunnel programs could not be seen: " + e.getMessage());
        }
    }

    private List<Tunnel> tied(Map<Long, Candidate> candidates) throws IOException {
        Map<Long, Endpoint> connected = machine.connected(new HashSet<>(candidates.keySet()), declared);
        List<Tunnel> tunnels = new ArrayList<>();
        for (Candidate one : candidates.values()) {
            String name = TunnelNames.of(one.name(), one.arguments());
            String how = "";
            for (Endpoint endpoint : declared) {
                String argument = TunnelNames.pointsAt(name, one.arguments(), endpoint.port());
                how = argument.isEmpty() ? how : "it was started with " + argument;
            }
            Endpoint to = connected.get(one.pid());
            how = to == null ? how : "it has a connection to " + to;
            if (!how.isEmpty()) {
                tunnels.add(new Tunnel(new Program(one.pid(), name), name, how));
            }
        }
        return tunnels;
    }

    /// Linux, from `/proc`.
    static final class Proc implements Machine {
        @Override
        public List<Candidate> candidates() throws IOException {
            List<Candidate> found = new ArrayList<>();
            for (long pid : Programs.all()) {
                String name = Programs.name(pid);
                if (TunnelNames.mayBe(name)) {
                    found.add(new Candidate(pid, name, Programs.arguments(pid)));
                }
            }
            return found;
        }

        @Override
        public Map<Long, Endpoint> connected(Set<Long> pids, Set<Endpoint> places) throws IOException {
            Map<Long, Endpoint> byInode = new HashMap<>();
            Set<String> ends = new HashSet<>();
            places.forEach(place -> ends.add(ProcTable.establishedTo(place.port())));
            ProcTable.read("tcp", line -> ends.stream().anyMatch(line::contains), row -> {
                if (row.state() == ProcTable.ESTABLISHED && places.contains(row.remote())) {
                    byInode.put(row.inode(), row.remote());
                }
            });
            Map<Long, Endpoint> connected = new HashMap<>();
            for (long pid : byInode.isEmpty() ? Set.<Long>of() : pids) {
                for (long inode : Programs.sockets(pid)) {
                    if (byInode.containsKey(inode)) {
                        connected.put(pid, byInode.get(inode));
                    }
                }
            }
            return connected;
        }
    }
}
