package moltbot.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import moltbot.contract.ContractException;
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
import moltbot.contract.sandbox.SandboxFrame.Kind;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxResult;
import moltbot.contract.sandbox.SandboxResult.Ending;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.seal.Seal;

/// The spawner as the house starts it, alone: the bench is its supervisor, its guardian, its control and its runtime.
final class MeasuredSpawner implements AutoCloseable {
    private static final String BOOT_ID = "boot-of-the-bench";
    private static final byte[] KEY = new byte[Seal.KEY_BYTES];

    /// A whole archive without a file, so that unpacking is on the way as it usually is.
    private static final byte[] WORKSPACE = new byte[1024];

    private final Process process;
    private final Path folder;
    private final LinkClient runtime;
    private final LinkClient guardian;

    /// How long one task took, from the request to its first output and to its end.
    record Took(Duration first, Duration whole) {}

    private MeasuredSpawner(Process process, Path folder, Path socket, List<Capability> peers) {
        this.process = process;
        this.folder = folder;
        this.runtime = new LinkClient(socket, peers.getFirst(), LinkLimits.DEFAULT);
        this.guardian = new LinkClient(socket, peers.getLast(), LinkLimits.DEFAULT);
    }

    static MeasuredSpawner start(Path folder, JsonObject settings) throws IOException {
        Files.createDirectories(folder);
        Path house = Path.of("target/house").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx32m"));
        Path cache = house.resolve("aot/spawner.aot");
        if (Files.exists(cache)) {
            command.addAll(List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=auto", "-Xlog:aot*=off", "-Xlog:cds*=off"));
        }
        command.addAll(
                List.of("-p", house.resolve("lib/spawner").toString(), "-m", "moltbot.spawner/moltbot.spawner.Main"));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("spawner.log").toFile())
                .start();
        Path socket = folder.resolve("run/spawner/link.sock");
        List<Capability> peers = List.of(new Capability("runtime", KEY), new Capability("guardian", KEY));
        Boot boot = new Boot(
                "spawner",
                folder.resolve("spawner"),
                socket,
                BOOT_ID,
                peers,
                Map.of(),
                Map.of("grant", KEY, "lease", KEY),
                Map.of(),
                settings);
        process.getOutputStream().write((boot.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        String said = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (!"{\"ready\":true}".equals(said)) {
            throw new IOException("The spawner said: " + said);
        }
        return new MeasuredSpawner(process, folder, socket, peers);
    }

    /// What it says of its tier.
    SandboxAvailability tier() {
        try (LinkCall call = runtime.open("sandbox.watch", JsonObject.EMPTY)) {
            call.end();
            return SandboxAvailability.fromJson(JsonObject.parse(Objects.requireNonNull(call.next())));
        }
    }

    /// Gives it a lease for as long as it lives.
    void lease() throws InterruptedException {
        LinkCall call = guardian.open("lease.hold", JsonObject.EMPTY);
        call.reply();
        CountDownLatch first = new CountDownLatch(1);
        String life = UUID.randomUUID().toString();
        Thread.ofVirtual().start(() -> beat(call, life, first));
        first.await();
    }

    private static void beat(LinkCall call, String life, CountDownLatch first) {
        try {
            for (long sequence = 0; ; sequence++) {
                long now = System.nanoTime();
                Lease lease = new Lease(
                        "spawner", life, 0, sequence, BOOT_ID, sequence, now, Duration.ZERO, "", now, Lease.MAX_LIFE);
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

    /// Runs `python3 -c 'print(1)'`, with `mark` as an argument nobody reads.
    Took print(String mark) {
        SandboxSpec spec = new SandboxSpec(
                List.of("python3", "-c", "print(1)", mark),
                new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")),
                ".",
                Seal.sha256Hex(WORKSPACE),
                SandboxLimits.STANDARD);
        JsonObject head = JsonObject.with("spec", spec.toJson())
                .with("grant", grant(spec))
                .build();
        long began = System.nanoTime();
        Duration first = Duration.ZERO;
        SandboxResult result = null;
        try (LinkCall call = runtime.open("sandbox.run", head)) {
            call.sendAll(WORKSPACE);
            byte[] bytes;
            while ((bytes = call.next()) != null) {
                SandboxFrame frame = SandboxFrame.decode(bytes);
                if (frame.kind() == Kind.OUTPUT && first.isZero()) {
                    first = Duration.ofNanos(System.nanoTime() - began);
                } else if (frame.kind() == Kind.RESULT) {
                    result = frame.result();
                }
            }
        }
        if (result == null || result.ending() != Ending.EXITED || result.exitCode() != 0 || first.isZero()) {
            throw new IllegalStateException("A task did not print: " + result);
        }
        return new Took(first, Duration.ofNanos(System.nanoTime() - began));
    }

    /// One `cat` that is held open.
    final class Echo implements AutoCloseable {
        private final LinkCall call;

        Echo() {
            SandboxSpec spec = new SandboxSpec(
                    List.of("cat"),
                    new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")),
                    ".",
                    Seal.sha256Hex(WORKSPACE),
                    SandboxLimits.STANDARD);
            SandboxHold hold = new SandboxHold(spec, Duration.ofHours(1));
            call = runtime.open(
                    "sandbox.hold",
                    JsonObject.with("hold", hold.toJson())
                            .with("grant", grant(SandboxHold.EFFECT, hold.digest()))
                            .build());
            send(Kind.ARCHIVE, WORKSPACE);
            send(Kind.ARCHIVE, new byte[0]);
        }

        private void send(Kind kind, byte[] bytes) {
            call.send(SandboxFrame.of(kind, bytes, bytes.length).encode());
        }

        /// One byte there and back.
        Duration ping() {
            long began = System.nanoTime();
            send(Kind.INPUT, new byte[1]);
            while (SandboxFrame.decode(Objects.requireNonNull(call.next())).kind() != Kind.OUTPUT) {
                continue;
            }
            return Duration.ofNanos(System.nanoTime() - began);
        }

        @Override
        public void close() {
            call.close();
        }
    }

    /// The processor's time it has used, without what runs below it.
    Duration processor() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private static String grant(SandboxSpec spec) {
        return grant(SandboxSpec.EFFECT, spec.digest());
    }

    private static String grant(String effect, String digest) {
        return new Grant(
                        UUID.randomUUID().toString(),
                        "call",
                        effect,
                        digest,
                        "policy",
                        System.nanoTime(),
                        Duration.ofSeconds(30))
                .seal(KEY);
    }

    /// Folders of tasks that are there now.
    long taskFolders() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("spawner/work"))) {
            return all.filter(path -> path.getFileName().toString().startsWith("task-"))
                    .count();
        }
    }

    /// Everything below it now.
    long processes() {
        return process.descendants().count();
    }

    long openFiles() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return all.count();
        }
    }

    /// Its own memory, and that of everything below it: proportional shares.
    long pssBytes() throws IOException {
        return pss(process.pid());
    }

    long pssBelowBytes() throws IOException {
        long sum = 0;
        for (ProcessHandle child : process.descendants().toList()) {
            sum += pss(child.pid());
        }
        return sum;
    }

    private static long pss(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .sum();
        }
    }

    @Override
    public void close() {
        runtime.close();
        guardian.close();
        process.destroy();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
