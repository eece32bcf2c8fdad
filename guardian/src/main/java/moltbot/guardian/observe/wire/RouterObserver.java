package moltbot.guardian.observe.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.network.PortMapping;
import moltbot.guardian.fact.network.Routers;

/// Sees what routers pass on: asks those that answer to UPnP for their list, and the first address of each range for
/// its word by NAT-PMP (RFC 6886 §3.2) or PCP (RFC 6887 §14.1), which have no list. Asks nobody while the panel listens
/// on loopback only: then no mapping leads to it. Takes seconds.
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
        try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Routers>> answers = new ArrayList<>();
            for (Local local : Local.now()) {
                answers.add(askers.submit(() -> ask(local)));
            }
            List<PortMapping> mappings = new ArrayList<>();
            List<String> willing = new ArrayList<>();
            for (Future<Routers> answer : answers) {
                mappings.addAll(answer.get().mappings());
                willing.addAll(answer.get().willing());
            }
            return new Observation.Seen<>(new Routers(mappings, willing));
        } catch (IOException | ExecutionException e) {
            return new Observation.Unobservable<>("What the router passes on could not be seen: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Observation.Unobservable<>("Asking the router was interrupted.");
        }
    }

    private static Routers ask(Local local) throws IOException {
        List<PortMapping> mappings = new ArrayList<>();
        for (Gateway gateway : Gateway.find(local)) {
            mappings.addAll(gateway.mappings());
        }
        InetAddress router = first(local);
        boolean willing = !router.equals(local.address()) && says(local, router);
        return new Routers(mappings, willing ? List.of(router.getHostAddress()) : List.of());
    }

    private static boolean says(Local local, InetAddress router) {
        InetSocketAddress to = new InetSocketAddress(router, NAT_PMP);
        for (Datagram.Answer answer : Datagram.ask(local, to, List.of(EXTERNAL_ADDRESS), PATIENCE)) {
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
        for (Datagram.Answer answer : Datagram.ask(local, to, List.of(announce), PATIENCE)) {
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
