package moltbot.bench;

import static moltbot.bench.Figures.percentile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import moltbot.bench.MeasuredSpawner.Took;
import moltbot.contract.json.JsonObject;
import moltbot.contract.sandbox.SandboxAvailability;

/// How soon `python3 -c 'print(1)'` says something in a fresh sandbox, in every tier this machine has, and what a
/// thousand of them leave behind. Measured at the spawner's link, as the runtime sees it. `scripts/bench SandboxBench
/// --tasks 200` runs fewer in a row, `--only docker,gvisor` some kinds. Docker is looked for where `DOCKER_HOST` says.
public final class SandboxBench {
    private static final int WARM_UP = 30;
    private static final String SOCKET = "unix://";
    private static final String IMAGE = "moltbot-sandbox:bookworm-slim";
    private static final int[] PARALLEL = {1, 4, 16};
    private static final int EACH = 320;
    /// A container costs the engine half a second of a processor, made and removed.
    private static final int EACH_CONTAINER = 96;

    private static final int PLAIN = 20;
    private static final int NOW_AND_THEN = 30;
    private static final Duration PAUSE = Duration.ofMillis(1500);
    private static final Duration REST = Duration.ofSeconds(3);
    private static final Duration SETTLE = Duration.ofSeconds(20);

    /// A way to run tasks; a tier that keeps prepared sandboxes is measured with and without them.
    private record Way(String tier, String name, JsonObject settings) {
        static Way of(String tier) {
            return new Way(tier, tier, settings(tier).build());
        }

        static Way unprepared(String tier) {
            return new Way(
                    tier,
                    tier + " without its pool",
                    settings(tier).with("ready", 0).build());
        }

        private static JsonObject.Builder settings(String tier) {
            String host = System.getenv().getOrDefault("DOCKER_HOST", "");
            JsonObject.Builder settings = JsonObject.with("tier", tier);
            return host.startsWith(SOCKET) ? settings.with("dockerSocket", host.substring(SOCKET.length())) : settings;
        }

        boolean prepared() {
            return name.equals(tier);
        }

        int each() {
            return tier.equals("bubblewrap") ? EACH : EACH_CONTAINER;
        }

        String key() {
            return name.replaceAll("[^a-z0-9]+", "_");
        }
    }

    private static final List<Way> WAYS = List.of(
            Way.of("bubblewrap"),
            Way.of("docker"),
            Way.unprepared("docker"),
            Way.of("gvisor"),
            Way.unprepared("gvisor"));

    private final Report report = new Report();
    private final int inARow;

    private final List<String> only;

    private SandboxBench(int inARow, List<String> only) {
        this.inARow = inARow;
        this.only = only;
    }

    public static void main(String[] arguments) throws Exception {
        int tasks = 1_000;
        List<String> only = List.of("bubblewrap", "docker", "gvisor");
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--tasks" -> tasks = Integer.parseInt(arguments[i + 1]);
                case "--only" -> only = List.of(arguments[i + 1].split(",", -1));
                default -> throw new IllegalArgumentException(arguments[i]);
            }
        }
        new SandboxBench(tasks, only).run(Path.of(arguments[0]));
    }

    private void run(Path results) throws Exception {
        python();
        plain();
        for (Way way : WAYS.stream().filter(one -> only.contains(one.tier())).toList()) {
            System.out.println("Measuring: " + way.name() + " …");
            MeasuredHouse.inFolder(folder -> measure(way, folder));
        }
        report.append(
                results,
                "Sandboxes",
                "`make bench-sandbox`. From the request on the spawner's link to the first output of `python3 -c"
                        + " 'print(1)'`, each in a sandbox of its own; the bench runs on the same cores.");
    }

    /// What the program itself takes, without any sandbox.
    private void python() throws IOException, InterruptedException {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            long began = System.nanoTime();
            Process process = new ProcessBuilder("/usr/bin/python3", "-c", "print(1)").start();
            if (process.getInputStream().read() != '1') {
                throw new IOException("python3 does not print.");
            }
            times.add(Duration.ofNanos(System.nanoTime() - began));
            process.waitFor();
        }
        report.figure("python_alone_p50_ms", "the same without any sandbox, p50", percentile(times, 0.5));
    }

    private void measure(Way way, Path folder) throws Exception {
        try (MeasuredSpawner spawner = MeasuredSpawner.start(folder, way.settings())) {
            SandboxAvailability found = spawner.tier();
            if (!found.tier().equals(way.tier())) {
                report.row(way.name(), "not on this machine: " + why(found));
                return;
            }
            spawner.lease();
            rest(way, spawner);
            for (int i = 0; i < WARM_UP; i++) {
                spawner.print("warm");
            }
            if (!way.tier().equals("bubblewrap")) {
                now(way, spawner);
            }
            for (int parallel : way.prepared() ? PARALLEL : new int[] {1}) {
                parallel(way, spawner, parallel);
            }
            if (way.prepared()) {
                held(way, spawner);
                leavings(way, spawner);
            }
        }
    }

    /// What the same takes by Docker's own command, to compare with.
    private void plain() throws IOException, InterruptedException {
        if (containers() < 0) {
            report.row("docker run", "there is no Docker");
            return;
        }
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < PLAIN; i++) {
            long began = System.nanoTime();
            Process process = new ProcessBuilder(
                            "docker", "run", "--rm", "--network", "none", IMAGE, "python3", "-c", "print(1)")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.getInputStream().read() != '1') {
                report.row("docker run", "does not print");
                return;
            }
            times.add(Duration.ofNanos(System.nanoTime() - began));
            process.waitFor();
        }
        report.figure(
                "docker_run_first_p50_ms",
                "the same by `docker run --rm --network none`: first output, p50 of " + PLAIN,
                percentile(times, 0.5));
    }

    /// One that is held open: how soon it answers, and what it costs while nobody speaks to it.
    private void held(Way way, MeasuredSpawner spawner) throws IOException {
        long began = System.nanoTime();
        try (MeasuredSpawner.Echo echo = spawner.new Echo()) {
            echo.ping();
            Duration opened = Duration.ofNanos(System.nanoTime() - began);
            List<Duration> pings = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                pings.add(echo.ping());
            }
            Duration before = spawner.processor();
            LockSupport.parkNanos(REST.toNanos());
            double share = 100.0 * spawner.processor().minus(before).toNanos() / REST.toNanos();
            String what = way.name() + ", held open: ";
            report.figure(way.key() + "_held_first_ms", what + "until its first answer", opened);
            report.figure(way.key() + "_held_ping_p50_ms", what + "a byte there and back, p50", percentile(pings, 0.5));
            report.figure(way.key() + "_held_ping_p99_ms", what + "p99", percentile(pings, 0.99));
            report.figure(
                    way.key() + "_held_idle_percent", what + "the spawner's processor while it is silent", share, "%");
            below(way, "_held_pss_mb", what + "memory of what runs below the spawner, PSS", spawner);
        }
    }

    private static String why(SandboxAvailability found) {
        return found.tier().isEmpty() ? found.reason() : "the spawner chose " + found.tier();
    }

    private void rest(Way way, MeasuredSpawner spawner) throws IOException {
        LockSupport.parkNanos(REST.toNanos());
        report.figure(
                way.key() + "_pss_mb", way.name() + ": spawner at rest, PSS", spawner.pssBytes() / 1048576.0, "MB");
        below(way, "_ready_pss_mb", way.name() + ": what it keeps ready below it, PSS", spawner);
    }

    /// Containers are the engine's children, and not looked at here.
    private void below(Way way, String key, String what, MeasuredSpawner spawner) throws IOException {
        if (way.tier().equals("bubblewrap")) {
            report.figure(way.key() + key, what, spawner.pssBelowBytes() / 1048576.0, "MB");
        }
    }

    private void parallel(Way way, MeasuredSpawner spawner, int parallel) throws Exception {
        List<Took> took = new ArrayList<>();
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Took>>> lanes = new ArrayList<>();
            for (int lane = 0; lane < parallel; lane++) {
                lanes.add(threads.submit(() -> {
                    List<Took> own = new ArrayList<>();
                    for (int i = 0; i < way.each() / parallel; i++) {
                        own.add(spawner.print("lane"));
                    }
                    return own;
                }));
            }
            for (Future<List<Took>> lane : lanes) {
                took.addAll(lane.get());
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        String what = way.name() + ", " + parallel + " at once: ";
        String key = way.key() + "_" + parallel + "_";
        Function<Double, Duration> first =
                share -> percentile(took.stream().map(Took::first).toList(), share);
        report.figure(key + "first_p50_ms", what + "first output, p50", first.apply(0.5));
        report.figure(key + "first_p99_ms", what + "first output, p99 of " + took.size(), first.apply(0.99));
        report.figure(
                key + "whole_p50_ms",
                what + "to the end with its workspace, p50",
                percentile(took.stream().map(Took::whole).toList(), 0.5));
        report.figure(key + "per_second", what + "tasks a second", took.size() / seconds, "/s");
    }

    /// Now and then one, so that what is kept ready is ready.
    private void now(Way way, MeasuredSpawner spawner) {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < NOW_AND_THEN; i++) {
            LockSupport.parkNanos(PAUSE.toNanos());
            times.add(spawner.print("now").first());
        }
        String what = way.name() + ", now and then one: first output, ";
        report.figure(way.key() + "_now_first_p50_ms", what + "p50", percentile(times, 0.5));
        report.figure(
                way.key() + "_now_first_p99_ms", what + "the slowest of " + NOW_AND_THEN, percentile(times, 0.99));
    }

    /// Many in a row, and then whatever is there that was not there before.
    private void leavings(Way way, MeasuredSpawner spawner) throws Exception {
        String mark = "mark-" + UUID.randomUUID();
        // What is made ready is ready again, so that it counts as little before as after.
        LockSupport.parkNanos(REST.toNanos());
        Left before = left(spawner, mark);
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < inARow; i++) {
            times.add(spawner.print(mark).first());
        }
        long until = System.nanoTime() + SETTLE.toNanos();
        Left after = left(spawner, mark);
        while (!after.noMoreThan(before) && System.nanoTime() < until) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            after = left(spawner, mark);
        }
        String what = way.name() + ", " + inARow + " in a row: ";
        report.figure(way.key() + "_row_p50_ms", what + "first output, p50", percentile(times, 0.5));
        report.figure(way.key() + "_row_p99_ms", what + "p99", percentile(times, 0.99));
        report.row(
                what + "left behind",
                after.processes() + " processes, " + (after.below() - before.below()) + " more below the spawner, "
                        + after.folders() + " folders, " + (after.mounts() - before.mounts()) + " mounts, "
                        + (after.containers() - before.containers()) + " containers, "
                        + (after.layers() - before.layers()) + " of their folders on disk, "
                        + (after.files() - before.files()) + " open files");
        report.hidden(way.key() + "_left", after.noMoreThan(before) ? 0 : 1);
        report.figure(
                way.key() + "_after_pss_mb",
                way.name() + ": spawner after load, PSS",
                spawner.pssBytes() / 1048576.0,
                "MB");
    }

    private record Left(
            long processes, long below, long folders, long mounts, long containers, long layers, long files) {
        boolean noMoreThan(Left before) {
            return processes == 0
                    && folders == 0
                    && below <= before.below()
                    && mounts <= before.mounts()
                    && containers <= before.containers()
                    && layers <= before.layers()
                    && files <= before.files();
        }
    }

    private static Left left(MeasuredSpawner spawner, String mark) throws IOException, InterruptedException {
        long marked = ProcessHandle.allProcesses()
                .filter(process -> commandLine(process.pid()).contains(mark))
                .count();
        long mounts;
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
            mounts = lines.count();
        }
        return new Left(
                marked,
                spawner.processes(),
                spawner.taskFolders(),
                mounts,
                containers(),
                layers(),
                spawner.openFiles());
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(pid), "cmdline"), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /// What `docker ps -a` lists; less than nothing where there is no Docker.
    private static long containers() throws IOException, InterruptedException {
        return docker("ps", "-a", "-q").map(lines -> (long) lines.size()).orElse(-1L);
    }

    /// What containers have on disk: their own folders and layers, in the engine's.
    private static long layers() throws IOException, InterruptedException {
        List<String> root = docker("info", "--format", "{{.DockerRootDir}}").orElse(List.of());
        long count = 0;
        for (String part : List.of("containers", "overlay2", "volumes")) {
            Path folder = root.isEmpty() ? Path.of("") : Path.of(root.getFirst(), part);
            if (!root.isEmpty() && Files.isDirectory(folder)) {
                try (Stream<Path> there = Files.list(folder)) {
                    count += there.count();
                }
            }
        }
        return count;
    }

    private static Optional<List<String>> docker(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        Process docker;
        try {
            docker = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return Optional.empty();
        }
        try (Stream<String> lines = docker.inputReader().lines()) {
            List<String> said = lines.toList();
            return docker.waitFor(10, TimeUnit.SECONDS) && docker.exitValue() == 0
                    ? Optional.of(said)
                    : Optional.empty();
        }
    }
}
