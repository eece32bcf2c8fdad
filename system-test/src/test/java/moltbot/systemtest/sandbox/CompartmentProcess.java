package moltbot.systemtest.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import moltbot.contract.ContractException;
import moltbot.contract.boot.Boot;
import moltbot.contract.grant.Grant;
import moltbot.contract.json.JsonObject;
import moltbot.contract.lease.Lease;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.link.LinkServer;
import moltbot.contract.sandbox.SandboxAvailability;
import moltbot.contract.seal.Seal;
import moltbot.systemtest.house.TestHouse;

/// A real spawner or gateway as a process of its own; this test is its supervisor, its guardian and its control.
final class CompartmentProcess implements AutoCloseable {
    private static final String BOOT_ID = "boot-of-the-test";
    private static final byte[] KEY = new byte[Seal.KEY_BYTES];

    private final String name;
    private final Process process;
    private final Map<String, LinkClient> clients;

    private CompartmentProcess(String name, Process process, Map<String, LinkClient> clients) {
        this.name = name;
        this.process = process;
        this.clients = clients;
    }

    /// Starts a spawner and waits until its tier works.
    static CompartmentProcess spawner(Path folder) throws IOException {
        CompartmentProcess spawner = start(folder, "spawner", JsonObject.EMPTY, Map.of());
        spawner.awaitTier();
        return spawner;
    }

    /// Starts a gateway.
    ///
    /// @param control  where its audit is, for the key of these tests
    static CompartmentProcess gateway(Path folder, JsonObject settings, Path control) throws IOException {
        return start(
                folder,
                "gateway",
                settings,
                Map.of("control", new Boot.Reach(control, new Capability("gateway", KEY))));
    }

    /// An audit that takes everything.
    static LinkServer audit(Path socket) throws IOException {
        return LinkServer.start(
                socket,
                List.of(new Capability("gateway", KEY)),
                new LinkRoutes().on("gateway", "egress.record", exchange -> exchange.reply(JsonObject.EMPTY)),
                LinkLimits.DEFAULT);
    }

    private static CompartmentProcess start(
            Path folder, String name, JsonObject settings, Map<String, Boot.Reach> reaches) throws IOException {
        Path socket = folder.resolve("run/" + name + "/link.sock");
        List<Capability> peers =
                List.of(new Capability("runtime", KEY), new Capability("host", KEY), new Capability("guardian", KEY));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        TestHouse.CHECKOUT.resolve(name + "/target/classes") + ":"
                                + System.getProperty("java.class.path"),
                        "moltbot." + name + ".Main")
                .redirectError(folder.resolve(name + ".log").toFile())
                .start();
        Boot boot = new Boot(
                name,
                Files.createDirectories(folder.resolve(name)),
                socket,
                BOOT_ID,
                peers,
                reaches,
                Map.of("grant", KEY, "lease", KEY, "assertion", KEY),
                Map.of(),
                settings);
        process.getOutputStream().write((boot.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        String said = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (!"{\"ready\":true}".equals(said)) {
            throw new AssertionError("The " + name + " said: " + said);
        }
        return new CompartmentProcess(
                name,
                process,
                Map.of(
                        "runtime", new LinkClient(socket, peers.getFirst(), LinkLimits.DEFAULT),
                        "host", new LinkClient(socket, peers.get(1), LinkLimits.DEFAULT),
                        "guardian", new LinkClient(socket, peers.getLast(), LinkLimits.DEFAULT)));
    }

    private void awaitTier() {
        try (LinkCall call = runtime().open("sandbox.watch", JsonObject.EMPTY)) {
            call.end();
            SandboxAvailability tier =
                    SandboxAvailability.fromJson(JsonObject.parse(Objects.requireNonNull(call.next())));
            if (tier.tier().isEmpty()) {
                throw new AssertionError("These tests need a working sandbox. " + tier.reason());
            }
        }
    }

    LinkClient runtime() {
        return Objects.requireNonNull(clients.get("runtime"));
    }

    LinkClient host() {
        return Objects.requireNonNull(clients.get("host"));
    }

    /// Gives a lease, and renews it until the returned call is closed.
    LinkCall lease() throws InterruptedException {
        LinkCall call = Objects.requireNonNull(clients.get("guardian")).open("lease.hold", JsonObject.EMPTY);
        call.reply();
        CountDownLatch first = new CountDownLatch(1);
        String life = UUID.randomUUID().toString();
        Thread.ofVirtual().start(() -> beat(name, call, life, first));
        first.await();
        return call;
    }

    private static void beat(String name, LinkCall call, String life, CountDownLatch first) {
        try {
            for (long sequence = 0; ; sequence++) {
                long now = System.nanoTime();
                Lease lease = new Lease(
                        name, life, 0, sequence, BOOT_ID, sequence, now, Duration.ZERO, "", now, Lease.MAX_LIFE);
                call.send(lease.seal(KEY).getBytes(StandardCharsets.US_ASCII));
                call.next();
                first.countDown();
                if (new CountDownLatch(1).await(1, TimeUnit.SECONDS)) {
                    return;
                }
            }
        } catch (ContractException e) {
            first.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static String grant(String effect, String digest) {
        return new Grant(
                        UUID.randomUUID().toString(),
                        "call-1",
                        effect,
                        digest,
                        "policy",
                        System.nanoTime(),
                        Duration.ofSeconds(30))
                .seal(KEY);
    }

    /// SIGKILL.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        clients.values().forEach(LinkClient::close);
        kill();
    }
}
