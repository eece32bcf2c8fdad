package moltbot.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.ContractException;
import moltbot.contract.boot.Boot;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;

/// `kill -9` at a random moment around a trip, of a breaker started as the house starts it, with its own latch on disk.
/// What was acknowledged must be there, and whatever is there must be readable. The kernel outlives the kill, so this
/// is about the order of writing and acknowledging, not about what a power cut leaves.
final class Latches implements Part {
    private static final int KILLS = 1_000;
    private static final int WORKERS = 2;
    /// Every so many a new process has to find the latch, too.
    private static final int RESTART_EVERY = 25;

    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger restarts = new AtomicInteger();

    @Override
    public String name() {
        return "latches";
    }

    @Override
    public void measure(Report report) throws Exception {
        List<String> command = new ArrayList<>();
        Guarded.each(guarded -> command.addAll(commandLine(guarded.house().pid("breaker"))));
        List<Future<?>> workers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
            for (int i = 0; i < WORKERS; i++) {
                Random random = new Random(i);
                workers.add(threads.submit(() -> {
                    for (int kill = 0; kill < KILLS / WORKERS; kill++) {
                        boolean restart = kill % RESTART_EVERY == 0;
                        MeasuredHouse.inFolder(folder -> kill(command, folder, random, restart));
                    }
                    return null;
                }));
            }
        }
        for (Future<?> worker : workers) {
            worker.get();
        }
        report.count(
                "latches_lost",
                "latches lost in " + KILLS + " `kill -9` around a trip (" + acknowledged.get()
                        + " acknowledged, " + unknown.get() + " killed before, " + restarts.get()
                        + " read by a new process)",
                lost.get());
    }

    /// As the house's supervisor gave it.
    private static List<String> commandLine(long pid) throws IOException {
        String all = Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.UTF_8);
        return List.of(all.split("\0")).stream()
                .filter(argument -> !argument.startsWith("-Djava.io.tmpdir="))
                .toList();
    }

    private void kill(List<String> command, Path folder, Random random, boolean restart) throws Exception {
        Files.createDirectories(folder);
        Boot boot = boot(folder, Path.of("/proc/sys/kernel/random/boot_id"));
        Optional<String> told = Optional.empty();
        Process process = start(command, boot);
        try (LinkClient host = new LinkClient(boot.socket(), capability(boot), LinkLimits.DEFAULT)) {
            host.ask("breaker.state", JsonObject.EMPTY);
            long delay = random.nextInt(random.nextBoolean() ? 60_000_000 : 8_000_000);
            Thread killer = Thread.ofPlatform().start(() -> {
                LockSupport.parkNanos(delay);
                process.destroyForcibly();
            });
            try {
                told = Optional.of(host.ask(
                                "breaker.trip",
                                JsonObject.with("reason", "The bench.").build())
                        .text("id"));
            } catch (ContractException e) {
                unknown.incrementAndGet();
            }
            killer.join();
        }
        process.waitFor(10, TimeUnit.SECONDS);
        judge(folder, told);
        if (restart && told.isPresent()) {
            Files.deleteIfExists(boot.socket());
            readAgain(command, boot, told.get());
        }
    }

    private static Capability capability(Boot boot) {
        return boot.serves().getFirst();
    }

    private static Boot boot(Path folder, Path bootId) throws IOException {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        Capability host = new Capability("host", key);
        String listen = "127.0.0.1:" + MeasuredHouse.freePort();
        JsonObject settings = JsonObject.with("listen", listen)
                .with("insecure", JsonArray.EMPTY)
                .build();
        Path socket = folder.resolve("link.sock");
        return new Boot(
                "breaker",
                folder,
                socket,
                Files.readString(bootId).strip(),
                List.of(host),
                Map.of(
                        "control", new Boot.Reach(folder.resolve("nobody.sock"), new Capability("control", key)),
                        "gateway", new Boot.Reach(folder.resolve("nobody.sock"), new Capability("gateway", key))),
                Map.of("lease", key, "assertion", key, "canary", key, "bypass", key),
                Map.of(),
                settings);
    }

    private static Process start(List<String> command, Boot boot) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().write((boot.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        String line = lines.readLine();
        if (line == null || !line.contains("ready")) {
            process.destroyForcibly();
            throw new IOException("The breaker did not start: " + line);
        }
        return process;
    }

    private void judge(Path folder, Optional<String> told) throws IOException {
        Path file = folder.resolve("circuit.json");
        String kept = "";
        try {
            kept = Files.exists(file)
                    ? JsonObject.parse(Files.readAllBytes(file)).object("trip").text("id")
                    : "";
        } catch (ContractException e) {
            lost.incrementAndGet();
            System.out.println("Unreadable: " + e.getMessage());
            return;
        }
        acknowledged.addAndGet(told.isPresent() ? 1 : 0);
        if (told.isPresent() && !told.get().equals(kept)) {
            lost.incrementAndGet();
            System.out.println("Lost: " + told.get() + ", kept '" + kept + "'");
        }
    }

    private void readAgain(List<String> command, Boot boot, String told) throws Exception {
        Process process = start(command, boot);
        try (LinkClient host = new LinkClient(boot.socket(), capability(boot), LinkLimits.DEFAULT)) {
            JsonObject state = host.ask("breaker.state", JsonObject.EMPTY);
            boolean holds = state.text("state").equals("OPEN")
                    && state.object("trip").text("id").equals(told);
            lost.addAndGet(holds ? 0 : 1);
            restarts.incrementAndGet();
        } finally {
            process.destroyForcibly();
        }
    }
}
