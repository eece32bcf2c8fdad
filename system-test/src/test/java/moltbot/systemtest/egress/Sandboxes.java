package moltbot.systemtest.egress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.contract.sandbox.SandboxResult;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.seal.Seal;
import org.jspecify.annotations.Nullable;

/// The real spawner and the real egress, each a process of its own; this test is their runtime, control and guardian.
final class Sandboxes implements AutoCloseable {
    private static final Path ROOT = moltbot.systemtest.house.TestHouse.CHECKOUT;
    private static final SandboxLimits LIMITS =
            new SandboxLimits(Duration.ofMinutes(3), 2048L << 20, 200, 256 << 10, 200L << 20);
    private static final byte[] NOTHING = new byte[1024];

    private final Path folder;
    private final byte[] grantKey = key(1);
    private final byte[] networkKey = key(2);
    private final byte[] leaseKey = key(3);
    private final List<Process> processes = new ArrayList<>();
    private final LinkServer control;
    private final LinkClient runtime;
    private final LinkClient guardian;
    private @Nullable LinkCall lease;

    /// What was recorded, as control would keep it.
    final List<JsonObject> audit = new CopyOnWriteArrayList<>();

    /// What a task gave back.
    record Ran(SandboxResult result, String output, String errors) {}

    Sandboxes(Path folder, Servers servers) throws Exception {
        this(folder, servers, JsonObject.EMPTY);
    }

    /// @param spawner  the settings of its sandboxes
    Sandboxes(Path folder, Servers servers, JsonObject spawner) throws Exception {
        this(folder, Servers.HOSTS, servers.port(), servers.certificate(), spawner);
    }

    /// @param hosts  names that lead to that port of this machine
    Sandboxes(Path folder, List<String> hosts, int port, Path certificate, JsonObject spawner) throws Exception {
        this.folder = folder;
        this.control = LinkServer.start(
                socket("control"),
                List.of(new Capability("gateway", key(10))),
                new LinkRoutes().on("gateway", "egress.record", exchange -> {
                    audit.add(exchange.head());
                    exchange.reply(JsonObject.EMPTY);
                }),
                LinkLimits.DEFAULT);
        JsonObject.Builder ports = new JsonObject.Builder();
        hosts.forEach(host -> ports.with(host, port));
        start(
                "gateway",
                "moltbot.gateway.EgressMain",
                Map.of("spawner", key(11)),
                Map.of("control", key(10)),
                Map.of("grant", networkKey),
                JsonObject.with("ports", ports.build())
                        .with("certificate", certificate.toString())
                        .with("key", Servers.KEY)
                        .build());
        start(
                "spawner",
                "moltbot.spawner.Main",
                Map.of("runtime", key(12), "guardian", key(13)),
                Map.of("gateway", key(11)),
                Map.of("grant", grantKey, "lease", leaseKey),
                spawner);
        this.runtime = new LinkClient(socket("spawner"), new Capability("runtime", key(12)), LinkLimits.DEFAULT);
        this.guardian = new LinkClient(socket("spawner"), new Capability("guardian", key(13)), LinkLimits.DEFAULT);
        lease();
    }

    private Path socket(String name) {
        return folder.resolve("run/" + name + "/link.sock");
    }

    private static byte[] key(int value) {
        byte[] key = new byte[Seal.KEY_BYTES];
        Arrays.fill(key, (byte) value);
        return key;
    }

    private void start(
            String name,
            String main,
            Map<String, byte[]> serves,
            Map<String, byte[]> reaches,
            Map<String, byte[]> keys,
            JsonObject settings)
            throws IOException {
        Map<String, Boot.Reach> peers = new TreeMap<>();
        reaches.forEach((peer, key) -> peers.put(peer, new Boot.Reach(socket(peer), new Capability(name, key))));
        Boot boot = new Boot(
                name,
                folder.resolve(name),
                socket(name),
                "this-boot",
                serves.entrySet().stream()
                        .map(peer -> new Capability(peer.getKey(), peer.getValue()))
                        .toList(),
                peers,
                keys,
                Map.of(),
                settings);
        Files.createDirectories(folder.resolve(name));
        String path = ROOT.resolve(name + "/target/classes") + ":" + ROOT.resolve(name + "/target/test-classes") + ":"
                + System.getProperty("java.class.path");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        path,
                        main)
                .redirectError(folder.resolve(name + ".log").toFile())
                .start();
        processes.add(process);
        process.outputWriter().write(boot.toJson() + "\n");
        process.outputWriter().flush();
        String first = process.inputReader().readLine();
        if (first == null || !first.contains("ready")) {
            throw new AssertionError(name + " did not start: " + first);
        }
    }

    /// Gives a lease, and renews it.
    void lease() throws InterruptedException {
        LinkCall call = guardian.open("lease.hold", JsonObject.EMPTY);
        lease = call;
        call.reply();
        String life = UUID.randomUUID().toString();
        CountDownLatch first = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            try {
                for (long sequence = 0; ; sequence++) {
                    long now = System.nanoTime();
                    Lease beat = new Lease(
                            "spawner",
                            life,
                            0,
                            sequence,
                            "this-boot",
                            sequence,
                            now,
                            Duration.ZERO,
                            "",
                            now,
                            Lease.MAX_LIFE);
                    call.send(beat.seal(leaseKey).getBytes(StandardCharsets.US_ASCII));
                    call.next();
                    first.countDown();
                    if (new CountDownLatch(1).await(1, TimeUnit.SECONDS)) {
                        return;
                    }
                }
            } catch (RuntimeException e) {
                first.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        first.await();
    }

    LinkClient runtime() {
        return runtime;
    }

    /// The spawner itself and everything below it.
    List<ProcessHandle> spawned() {
        return processes.getLast().descendants().toList();
    }

    /// Control's yes to what is held open, with the gateway's in it where it has a network.
    String grant(SandboxHold hold) {
        String onward = grant(hold.digest(), SandboxNetwork.EFFECT, "").seal(networkKey);
        return grant(hold.digest(), SandboxHold.EFFECT, onward).seal(grantKey);
    }

    /// As if the guardian had gone.
    void guardianGoes() {
        Objects.requireNonNull(lease).close();
    }

    /// Runs a script with what of the network it may ask, as control would have granted it.
    Ran run(String script, NetworkRule... rules) {
        return run(NOTHING, script, rules);
    }

    /// The same with files.
    Ran run(byte[] workspace, String script, NetworkRule... rules) {
        SandboxSpec spec = new SandboxSpec(
                List.of("sh", "-c", script),
                new TreeMap<>(Map.of("PATH", "/usr/bin:/bin", "HOME", "/tmp", "LANG", "C.UTF-8")),
                ".",
                Seal.sha256Hex(workspace),
                LIMITS,
                new SandboxNetwork(List.of(rules), SandboxNetwork.STANDARD_BYTES));
        String onward = grant(spec.digest(), SandboxNetwork.EFFECT, "").seal(networkKey);
        JsonObject head = JsonObject.with("spec", spec.toJson())
                .with("grant", grant(spec.digest(), SandboxSpec.EFFECT, onward).seal(grantKey))
                .build();
        try (LinkCall call = runtime.open("sandbox.run", head)) {
            call.sendAll(workspace);
            return read(call);
        }
    }

    private static Grant grant(String digest, String effect, String onward) {
        return new Grant(
                UUID.randomUUID().toString(),
                "call-1",
                effect,
                digest,
                "approval:1",
                System.nanoTime(),
                Duration.ofSeconds(30),
                onward);
    }

    private static Ran read(LinkCall call) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        SandboxResult result = null;
        byte[] bytes;
        while ((bytes = call.next()) != null) {
            SandboxFrame frame = SandboxFrame.decode(bytes);
            switch (frame.kind()) {
                case OUTPUT -> output.writeBytes(frame.bytes());
                case ERROR -> errors.writeBytes(frame.bytes());
                case RESULT -> result = frame.result();
                default -> {}
            }
        }
        return new Ran(
                Objects.requireNonNull(result),
                output.toString(StandardCharsets.UTF_8),
                errors.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        runtime.close();
        guardian.close();
        for (Process process : processes) {
            process.destroy();
            process.onExit().join();
        }
        control.close();
    }
}
