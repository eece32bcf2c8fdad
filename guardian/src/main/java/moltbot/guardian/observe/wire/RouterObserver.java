package moltbot.guardian.observe.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.network.PortMapping;
import moltbot.guardian.fact.network.Routers;

/// Sees what routers pass on: asks those that answer to UPnP for their list, and the first address of each range for
/// its word by NAT-PMP (RFC 6886 §3.2) or PCP (RFC 6887 §14.1), which have no list. Asks nobody while the panel listens
/// on
/// loopback only: then no mapping leads to it. Takes seconds.
public final class RouterObserver {
    private static final int NAT_PMP = 5351;
    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final byte[] EXTERNAL_ADDRESS = {0, 0};
    private static final int PCP_ANNOUNCE_BYTES = 24;

    private final boolean outside;

    /// @param outside  true where the panel listens for other machines
    public RouterObserver(boolean outside) {
        this.outside = outside;
    }

    /// Asks now.
    public Observation<Routers> observe() {
        if (!outside) {
            return new Observation.Seen<>(new Routers(List.of(), List.of()));
        }
        try {
            List<Local> locals = Local.now();
            List<PortMapping> mappings = new ArrayList<>();
            for (Gateway gateway : Gateway.find(locals)) {
                mappings.addAll(gateway.mappings());
            }
            return new Observation.Seen<>(new Routers(mappings, willing(locals)));
        } catch (IOException e) {
            return new Observation.Unobservable<>("What the router passes on could not be seen: " + e.getMessage());
        }
    }

    private static List<String> willing(List<Local> locals) throws IOException {
        Set<String> willing = new LinkedHashSet<>();
        for (Local local : locals) {
            InetAddress router = first(local);
            if (!router.equals(local.address()) && says(local, router)) {
                willing.add(router.getHostAddress());
            }
        }
        return List.copyOf(willing);
    }

    private static boolean says(Local local, InetAddress router) throws IOException {
        InetSocketAddress to = new InetSocketAddress(router, NAT_PMP);
        for (Datagram.Answer answer : Datagram.ask(local, to, EXTERNAL_ADDRESS, PATIENCE)) {
            byte[] bytes = answer.bytes();
            if (bytes.length >= 8 && bytes[0] == 0 && (bytes[1] & 0xff) == 128 && bytes[2] == 0 && bytes[3] == 0) {
                return true;
            }
        }
        byte[] announce = new byte[PCP_ANNOUNCE_BYTES];
        announce[0] = 2;
        announce[18] = (byte) 0xff;
        announce[19] = (byte) 0xff;
        System.arraycopy(local.address().getAddress(), 0, announce, 20, 4);
        for (Datagram.Answer answer : Datagram.ask(local, to, announce, PATIENCE)) {
            byte[] bytes = answer.bytes();
            if (bytes.length >= PCP_ANNOUNCE_BYTES && bytes[0] == 2 && (bytes[1] & 0x80) != 0 && bytes[3] == 0) {
                return true;
            }
        }
        return false;
    }

    /// Where routers of homes are.
    private static InetAddress first(Local local) throws IOException {
        byte[] bytes = local.address().getAddress();
        int word = java.nio.ByteBuffer.wrap(bytes).getInt();
        int shift = 32 - local.bits();
        int network = shift >= 32 ? 0 : word >>> shift << shift;
        return InetAddress.getByAddress(
                java.nio.ByteBuffer.allocate(4).putInt(network + 1).array());
    }
}
