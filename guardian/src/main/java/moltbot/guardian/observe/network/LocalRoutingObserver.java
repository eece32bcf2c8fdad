package moltbot.guardian.observe.network;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.network.LocalRouting;

/// Sees on Linux which interfaces take packets for loopback addresses (`Documentation/networking/ip-sysctl.rst`): each
/// by itself, or all of them.
public final class LocalRoutingObserver {
    private final Path net;
    private final Path interfaces;

    LocalRoutingObserver(Path net, Path interfaces) {
        this.net = net;
        this.interfaces = interfaces;
    }

    /// Looks now.
    public Observation<LocalRouting> observe() {
        List<String> outer = new ArrayList<>();
        List<String> bridges = new ArrayList<>();
        try (DirectoryStream<Path> devices = Files.newDirectoryStream(net.resolve("ipv4/conf"))) {
            for (Path device : devices) {
                String name = device.getFileName().toString();
                boolean counts = !name.equals("lo") && !name.equals("default");
                if (counts && on(device.resolve("route_localnet"))) {
                    (Files.exists(interfaces.resolve(name).resolve("bridge")) ? bridges : outer).add(name);
                }
            }
            boolean forwarding = on(net.resolve("ipv4/ip_forward")) || on(net.resolve("ipv6/conf/all/forwarding"));
            return new Observation.Seen<>(new LocalRouting(outer, bridges, forwarding));
        } catch (IOException | DirectoryIteratorException e) {
            return new Observation.Unobservable<>(
                    "It could not be seen what this machine does with packets for loopback: " + e.getMessage());
        }
    }

    /// An interface may leave while it is looked at.
    private static boolean on(Path setting) throws IOException {
        return Files.exists(setting) && Files.readString(setting).strip().equals("1");
    }
}
