package moltbot.spawner;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import moltbot.contract.boot.Boot;
import moltbot.contract.grant.Grant;
import moltbot.contract.json.JsonObject;
import moltbot.contract.lease.Lease;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.sandbox.SandboxAvailability;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxResult;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.seal.Seal;
import org.jspecify.annotations.Nullable;

/// The rest of the house as the spawner sees it: a runtime that asks, a control that grants, a guardian that leases,
/// all over the real link. The spawner itself is real, in this process.
final class House implements AutoCloseable {
    static final Map<String, String> ENV = Map.of("PATH", "/usr/bin:/bin");
    private static final byte[] GRANT_KEY = filled(1);
    private static final byte[] LEASE_KEY = filled(2);
    private static final String BOOT_ID = "boot-of-the-test";

    private final Deque<AutoCloseable> stops = new ArrayDeque<>();
    private final Map<String, LinkClient> clients = new TreeMap<>();
    private final Path socket;
    private @Nullable LinkCall guardian;

    private House(Path folder) {
        this.socket = folder.resolve("run/spawner/link.sock");
        for (String peer : List.of("runtime", "control", "guardian")) {
            clients.put(peer, new LinkClient(socket, new Capability(peer, filled(peer.length())), LinkLimits.DEFAULT));
        }
    }

    /// A spawner in this process, not yet leased.
    static House start(Path folder) throws IOException {
        return start(folder, JsonObject.EMPTY);
    }

    static House start(Path folder, JsonObject settings) throws IOException {
        House house = new House(folder);
        Main.start(house.boot(folder, settings), house.stops::push);
        return house;
    }

    /// What the spawner says first about its tier.
    SandboxAvailability availability() {
        try (LinkCall call = control().open("sandbox.watch", JsonObject.EMPTY)) {
            call.end();
            return SandboxAvailability.fromJson(JsonObject.parse(Objects.requireNonNull(call.next())));
        }
    }

    /// Links to a spawner that runs elsewhere.
    static House around(Path folder) {
        return new House(folder);
    }

    /// A spawner that also knows a gateway.
    static House start(Path folder, Path gatewaySocket, JsonObject settings) throws IOException {
        House house = new House(folder);
        Boot plain = house.boot(folder, settings);
        Boot.Reach gateway = new Boot.Reach(gatewaySocket, new Capability("spawner", filled(9)));
        Boot boot = new Boot(
                plain.name(),
                plain.data(),
                plain.socket(),
                plain.bootId(),
                plain.serves(),
                Map.of("gateway", gateway),
                plain.keys(),
                plain.secrets(),
                plain.settings());
        Main.start(boot, house.stops::push);
        return house;
    }

    /// What the gateway of [#start(Path, Path, JsonObject)] must ask of its caller.
    static Capability spawnersCapability() {
        return new Capability("spawner", filled(9));
    }

    Boot boot(Path folder, JsonObject settings) {
        return new Boot(
                "spawner",
                folder.resolve("spawner"),
                socket,
                BOOT_ID,
                clients.keySet().stream()
                        .map(peer -> new Capability(peer, filled(peer.length())))
                        .toList(),
                Map.of(),
                Map.of("grant", GRANT_KEY, "lease", LEASE_KEY),
                Map.of(),
                settings);
    }

    /// A spawner as a process of its own, started as the house starts it, by the words of another program if there are.
    Process spawner(Path folder, String... before) throws IOException {
        return spawner(folder, JsonObject.EMPTY, before);
    }

    Process spawner(Path folder, JsonObject settings, String... before) throws IOException {
        List<String> words = new ArrayList<>(List.of(before));
        words.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        Process process = new ProcessBuilder(words)
                .redirectError(folder.resolve("spawner.log").toFile())
                .start();
        process.getOutputStream().write((boot(folder, settings).toJson() + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        String said = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (!said.equals("{\"ready\":true}")) {
            throw new AssertionError("The spawner said: " + said);
        }
        return process;
    }

    LinkClient runtime() {
        return client("runtime");
    }

    LinkClient guardian() {
        return client("guardian");
    }

    LinkClient control() {
        return client("control");
    }

    private LinkClient client(String peer) {
        return Objects.requireNonNull(clients.get(peer));
    }

    /// Gives a lease and keeps the exchange open; the lease holds for 5 s unless renewed.
    House leased() throws InterruptedException {
        SandboxAvailability tier = availability();
        if (tier.tier().isEmpty()) {
            throw new AssertionError("These tests need a working sandbox. " + tier.reason());
        }
        return lease();
    }

    /// The same, whether or not a tier works.
    House lease() throws InterruptedException {
        LinkCall call = guardian().open("lease.hold", JsonObject.EMPTY);
        guardian = call;
        call.reply();
        String life = UUID.randomUUID().toString();
        CountDownLatch first = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> beat(call, life, first));
        first.await();
        return this;
    }

    private static void beat(LinkCall call, String life, CountDownLatch first) {
        try {
            for (long sequence = 0; ; sequence++) {
                long now = System.nanoTime();
                Lease lease = new Lease(
                        "spawner", life, 0, sequence, BOOT_ID, sequence, now, Duration.ZERO, "", now, Lease.MAX_LIFE);
                call.send(lease.seal(LEASE_KEY).getBytes(StandardCharsets.US_ASCII));
                call.next();
                first.countDown();
                if (new CountDownLatch(1).await(1, java.util.concurrent.TimeUnit.SECONDS)) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            first.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// As if the guardian had crashed.
    void guardianDies() {
        LinkCall call = guardian;
        if (call != null) {
            call.close();
        }
    }

    static SandboxSpec spec(byte[] workspace, SandboxLimits limits, String... argv) {
        return new SandboxSpec(List.of(argv), new TreeMap<>(ENV), ".", Seal.sha256Hex(workspace), limits);
    }

    static String grant(SandboxSpec spec) {
        return grant(spec.digest(), System.nanoTime());
    }

    static String grant(SandboxSpec spec, String onward) {
        return grant(SandboxSpec.EFFECT, spec.digest(), onward);
    }

    static String grant(SandboxHold hold, String onward) {
        return grant(SandboxHold.EFFECT, hold.digest(), onward);
    }

    private static String grant(String effect, String digest, String onward) {
        return new Grant(
                        UUID.randomUUID().toString(),
                        "call-1",
                        effect,
                        digest,
                        "policy",
                        System.nanoTime(),
                        Duration.ofSeconds(30),
                        onward)
                .seal(GRANT_KEY);
    }

    static String grant(String digest, long issuedNanos) {
        return grant(SandboxSpec.EFFECT, digest, issuedNanos);
    }

    static String grant(String effect, String digest, long issuedNanos) {
        Grant grant = new Grant(
                UUID.randomUUID().toString(), "call-1", effect, digest, "policy", issuedNanos, Duration.ofSeconds(30));
        return grant.seal(GRANT_KEY);
    }

    /// What a task gave back.
    record Answer(byte[] output, byte[] errors, SandboxResult result, byte[] archive) {
        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }

        String errorText() {
            return new String(errors, StandardCharsets.UTF_8);
        }

        Map<String, byte[]> files() {
            return Tar.read(archive);
        }
    }

    Answer shell(String script) {
        return run("sh", "-c", script);
    }

    Answer run(String... argv) {
        byte[] workspace = Tar.of(Map.of());
        return run(spec(workspace, SandboxLimits.STANDARD, argv), workspace);
    }

    Answer run(SandboxSpec spec, byte[] workspace) {
        try (LinkCall call = open(spec, grant(spec), workspace)) {
            return read(call);
        }
    }

    Answer within(SandboxLimits limits, String script) {
        byte[] workspace = Tar.of(Map.of());
        return run(spec(workspace, limits, "sh", "-c", script), workspace);
    }

    Answer python(SandboxLimits limits, String script) {
        byte[] workspace = Tar.of(Map.of());
        return run(spec(workspace, limits, "python3", "-c", script), workspace);
    }

    /// Begins a task and does not wait for it.
    LinkCall begin(String... argv) {
        byte[] workspace = Tar.of(Map.of());
        SandboxSpec spec = spec(workspace, SandboxLimits.STANDARD, argv);
        return open(spec, grant(spec), workspace);
    }

    LinkCall open(SandboxSpec spec, String grant, byte[] workspace) {
        LinkCall call = runtime()
                .open(
                        "sandbox.run",
                        JsonObject.with("spec", spec.toJson())
                                .with("grant", grant)
                                .build());
        call.sendAll(workspace);
        return call;
    }

    static Answer read(LinkCall call) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        SandboxResult result = null;
        byte[] bytes;
        while ((bytes = call.next()) != null) {
            SandboxFrame frame = SandboxFrame.decode(bytes);
            switch (frame.kind()) {
                case OUTPUT -> output.writeBytes(frame.bytes());
                case ERROR -> errors.writeBytes(frame.bytes());
                case ARCHIVE -> archive.writeBytes(frame.bytes());
                case RESULT -> result = frame.result();
                case INPUT, TAKEN -> {}
            }
        }
        if (result == null) {
            throw new AssertionError("A task ended without a result.");
        }
        return new Answer(output.toByteArray(), errors.toByteArray(), result, archive.toByteArray());
    }

    /// How many processes on this machine have `marker` in their command line.
    static long processesWith(String marker) throws IOException {
        long count = 0;
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                count += commandLine(process).contains(marker) ? 1 : 0;
            }
        }
        return count;
    }

    /// Kills every process with `marker` in its command line, as a system out of memory would.
    static long killAll(String marker) {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(Path.of("/proc", Long.toString(process.pid())))
                        .contains(marker))
                .filter(ProcessHandle::destroyForcibly)
                .count();
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static byte[] filled(int value) {
        byte[] key = new byte[Seal.KEY_BYTES];
        java.util.Arrays.fill(key, (byte) value);
        return key;
    }

    @Override
    public void close() {
        clients.values().forEach(LinkClient::close);
        while (!stops.isEmpty()) {
            try {
                stops.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("The spawner did not stop cleanly.", e);
            }
        }
    }
}
