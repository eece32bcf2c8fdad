package moltbot.guardian.observe.network;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import moltbot.contract.link.LinkClient;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.network.Datagrams;
import moltbot.guardian.fact.network.LocalRouting;
import moltbot.guardian.observe.knock.Sight;

/// Makes the observers of the network that fit this system.
public final class NetworkObservers {
    private static final boolean MAC = System.getProperty("os.name").startsWith("Mac");

    private NetworkObservers() {}

    /// Runs a program of the system and takes what it prints.
    public interface Printed {
        String by(List<String> argv) throws IOException;
    }

    /// Who carries strangers to our breaker.
    ///
    /// @param names    what our breaker answers to
    /// @param breaker  its link, to hear what arrives there
    /// @param panel    another program's panel that the breaker stands in front of
    /// @param news     called, on another thread, when something new is known
    public static RelayObserver relays(
            Set<Endpoint> declared,
            Supplier<Listeners> listeners,
            List<String> names,
            LinkClient breaker,
            Optional<Endpoint> panel,
            Runnable news) {
        SecureRandom random = new SecureRandom();
        RelayObserver.Tools tools = new RelayObserver.Tools(
                names,
                Sight.by(breaker),
                listener -> Programs.nameOf(listener.id()),
                MAC ? Optional.empty() : panel.map(at -> Past.byProc(at, random)),
                random,
                System::nanoTime);
        return new RelayObserver(declared, listeners, tools, news);
    }

    /// Which networks this machine is in.
    ///
    /// @param folder   keeps the known ones
    /// @param moved    called, on the observing thread, when it is in one that it was not in a moment ago
    /// @param printed  runs a program of the system, where this one has no `/proc`
    public static SurroundObserver surround(
            Path folder, Supplier<Listeners> listeners, Set<Endpoint> declared, Runnable moved, Printed printed) {
        String listen = String.join(
                " ", declared.stream().map(Endpoint::toString).sorted().toList());
        return new SurroundObserver(
                MAC ? new MacNetworks(printed) : new ProcNetworks(),
                listeners,
                declared,
                new NetworkFile(folder, listen),
                System::nanoTime,
                moved);
    }

    /// Where packets for loopback addresses are taken.
    public static Supplier<Observation<LocalRouting>> routing(Printed printed) {
        return MAC
                ? new MacPrograms(printed)::routing
                : new LocalRoutingObserver(Path.of("/proc/sys/net"), Path.of("/sys/class/net"))::observe;
    }

    /// Who of us takes datagrams.
    public static Supplier<Observation<Datagrams>> datagrams(long supervisor, Printed printed) {
        return MAC ? () -> new MacPrograms(printed).datagrams(supervisor) : new DatagramObserver(supervisor)::observe;
    }

    /// Which tunnels lead to us.
    public static TunnelObserver tunnels(Set<Endpoint> declared, Printed printed) {
        return new TunnelObserver(MAC ? new MacPrograms(printed) : new TunnelObserver.Proc(), declared);
    }
}
