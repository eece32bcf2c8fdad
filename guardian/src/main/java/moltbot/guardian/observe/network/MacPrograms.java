package moltbot.guardian.observe.network;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.network.Datagrams;
import moltbot.guardian.fact.network.LocalRouting;
import moltbot.guardian.observe.network.TunnelObserver.Candidate;

/// The processes of a Mac, from what `ps`, `lsof` and `sysctl` print. Without root, lsof tells of the owner's own.
final class MacPrograms implements TunnelObserver.Machine {
    static final List<String> PROCESSES = List.of("/bin/ps", "-axww", "-o", "pid=,command=");
    static final List<String> CONNECTIONS = List.of("/usr/sbin/lsof", "-nP", "-iTCP", "-sTCP:ESTABLISHED", "-F", "pn");
    static final List<String> DATAGRAMS = List.of("/usr/sbin/lsof", "-nP", "-iUDP", "-F", "pn");
    static final List<String> FORWARDING = List.of("/usr/sbin/sysctl", "-n", "net.inet.ip.forwarding");
    private static final int MAX_DEPTH = 100;

    private final NetworkObservers.Printed printed;

    MacPrograms(NetworkObservers.Printed printed) {
        this.printed = printed;
    }

    @Override
    public List<Candidate> candidates() throws IOException {
        List<Candidate> found = new ArrayList<>();
        for (String line : printed.by(PROCESSES).split("\n", -1)) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length > 1 && TunnelNames.mayBe(fields[1])) {
                found.add(new Candidate(
                        number(fields[0]), fields[1], List.of(fields).subList(1, fields.length)));
            }
        }
        return found;
    }

    @Override
    public Map<Long, Endpoint> connected(Set<Long> pids, Set<Endpoint> places) throws IOException {
        Set<String> wanted = places.stream().map(Endpoint::toString).collect(Collectors.toSet());
        Map<Long, Endpoint> connected = new HashMap<>();
        each(printed.by(CONNECTIONS), (pid, name) -> {
            int arrow = name.indexOf("->");
            if (arrow >= 0 && pids.contains(pid)) {
                Endpoint to = endpoint(name.substring(arrow + 2));
                if (wanted.contains(to.toString())) {
                    connected.put(pid, to);
                }
            }
        });
        return connected;
    }

    /// UDP sockets of the supervisor and everything below it that anybody may send to.
    Observation<Datagrams> datagrams(long supervisor) {
        return datagrams(pid -> below(pid, supervisor));
    }

    Observation<Datagrams> datagrams(LongPredicate ours) {
        List<Datagrams.Open> open = new ArrayList<>();
        try {
            each(printed.by(DATAGRAMS), (pid, name) -> {
                if (!name.contains("->") && !name.endsWith(":*") && ours.test(pid)) {
                    open.add(new Datagrams.Open(endpoint(name), "process " + pid));
                }
            });
            return new Observation.Seen<>(new Datagrams(open));
        } catch (IOException | ContractException e) {
            return new Observation.Unobservable<>("UDP sockets could not be seen: " + e.getMessage());
        }
    }

    private static boolean below(long pid, long supervisor) {
        var at = ProcessHandle.of(pid);
        for (int depth = 0; at.isPresent() && depth < MAX_DEPTH; depth++) {
            if (at.get().pid() == supervisor) {
                return pid != ProcessHandle.current().pid();
            }
            at = at.get().parent();
        }
        return false;
    }

    /// A Mac has no `route_localnet`.
    Observation<LocalRouting> routing() {
        try {
            boolean forwarding = printed.by(FORWARDING).strip().equals("1");
            return new Observation.Seen<>(new LocalRouting(List.of(), List.of(), forwarding));
        } catch (IOException e) {
            return new Observation.Unobservable<>("It could not be seen whether packets are passed on.");
        }
    }

    private interface Line {
        void take(long pid, String name);
    }

    private static void each(String text, Line line) {
        Set<Long> seen = new HashSet<>();
        long pid = 0;
        for (String one : text.split("\n", -1)) {
            if (one.startsWith("p")) {
                pid = number(one.substring(1));
                seen.add(pid);
            } else if (one.startsWith("n") && seen.contains(pid)) {
                line.take(pid, one.substring(1));
            }
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ContractException(ContractException.Code.MALFORMED, "What lsof prints is not as expected.", e);
        }
    }

    private static Endpoint endpoint(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw ContractException.malformed("What lsof prints is not as expected.");
        }
        String host = text.substring(0, colon).replace("[", "").replace("]", "").replaceFirst("%.*", "");
        try {
            IpAddress address = host.equals("*") ? IpAddress.ANY_V6 : IpAddress.of(InetAddress.ofLiteral(host));
            long port = number(text.substring(colon + 1));
            if (port < 0 || port > 0xffff) {
                throw ContractException.malformed("There is no port " + port + ".");
            }
            return new Endpoint(address, (int) port);
        } catch (IllegalArgumentException e) {
            throw new ContractException(
                    ContractException.Code.MALFORMED, "An address that the system prints is not one.", e);
        }
    }
}
