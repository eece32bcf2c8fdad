package moltbot.contract.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A server in a folder of its own, and clients of it. The folder is short-lived and its path short: a Unix socket's
/// path has at most 107 bytes.
final class TestLink implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    final Path folder;
    final Path socket;
    private final List<LinkServer> servers = new ArrayList<>();
    private final List<LinkClient> clients = new ArrayList<>();

    TestLink() throws IOException {
        folder = Files.createTempDirectory("link");
        socket = folder.resolve("run").resolve("link.sock");
    }

    static byte[] key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    static Capability capability(String peer) {
        return new Capability(peer, key(peer.hashCode()));
    }

    static LinkLimits limits() {
        return LinkLimits.DEFAULT.withConnectPatience(Duration.ofMillis(300));
    }

    LinkServer serve(LinkHandler handler) {
        return serve(handler, limits());
    }

    LinkServer serve(LinkHandler handler, LinkLimits limits) {
        LinkServer server =
                LinkServer.start(socket, List.of(capability("control"), capability("guardian")), handler, limits);
        servers.add(server);
        return server;
    }

    LinkClient client() {
        return client(limits());
    }

    LinkClient client(LinkLimits limits) {
        return client(capability("control"), limits);
    }

    LinkClient client(Capability capability, LinkLimits limits) {
        LinkClient client = new LinkClient(socket, capability, limits);
        clients.add(client);
        return client;
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("Waited in vain: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    @Override
    public void close() throws IOException {
        clients.forEach(LinkClient::close);
        servers.forEach(LinkServer::close);
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
