package moltbot.spawner.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import moltbot.contract.ContractException;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.seal.Seal;
import moltbot.spawner.probe.Verdict.Result;
import moltbot.spawner.task.AuthorizedTask;
import moltbot.spawner.task.Granted;
import moltbot.spawner.task.Stop;
import moltbot.spawner.task.TaskEnd;
import moltbot.spawner.task.TaskInput;
import moltbot.spawner.task.Tier;
import org.jspecify.annotations.Nullable;

/// Runs probes in one tier, and looks at each from outside too: what came out, what is left, what was touched.
final class Trial {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int MOST_KEPT = 4 << 20;

    private final Tier tier;
    private final Scene scene;
    private final Path folder;
    private final Granted granted = new Granted();
    private final List<Path> done = new ArrayList<>();
    private int count;
    private @Nullable Neighbour neighbour;

    Trial(Tier tier, Scene scene, Path folder) throws IOException {
        this.tier = tier;
        this.scene = scene;
        this.folder = Files.createDirectories(folder);
    }

    /// What one task said and did.
    private record Heard(TaskEnd end, String output, long bytes, Duration took, List<String> evidence) {}

    Verdict of(ProbeCase probe) throws IOException, InterruptedException {
        scene.touched();
        String mark = "probe-" + System.nanoTime();
        try {
            if (probe.earlier().isPresent()) {
                run(probe, List.of("sh", "-c", probe.earlier().get(), mark + "-earlier"), mark);
            }
            Optional<Neighbour> neighbour =
                    probe.bomb() && !(tier instanceof BareTier) ? Optional.of(neighbour()) : Optional.empty();
            Heard heard = run(probe, probe.argv(mark), mark);
            List<String> evidence = new ArrayList<>(heard.evidence());
            if (neighbour.isPresent()) {
                evidence.addAll(neighbour.get().hurt());
                evidence.addAll(unwell());
            }
            heard.output()
                    .lines()
                    .filter(line -> line.startsWith("reached "))
                    .distinct()
                    .forEach(evidence::add);
            evidence.addAll(scene.told(heard.output()));
            evidence.addAll(scene.touched());
            if (!scene.whole()) {
                evidence.add("what was planted is not as it was");
            }
            bounds(probe.limits(), heard, evidence);
            Processes.with(mark).forEach(line -> evidence.add("a process is left: " + line));
            if (!evidence.isEmpty()) {
                return new Verdict(Result.ESCAPED, evidence);
            }
            boolean whole = heard.output().endsWith("done\n");
            return probe.mustEnd() && !whole
                    ? new Verdict(
                            Result.UNKNOWN, List.of("It did not come to its end: " + heard.end() + heard.output()))
                    : new Verdict(Result.CONTAINED, List.of());
        } catch (ContractException e) {
            return new Verdict(Result.UNKNOWN, List.of("It could not be run: " + e.getMessage()));
        } finally {
            Processes.endAll(mark);
            for (Path path : done) {
                delete(path);
            }
            done.clear();
        }
    }

    /// A task that runs beside, the whole time.
    private Neighbour neighbour() throws IOException, InterruptedException {
        Neighbour beside = neighbour;
        if (beside == null || !beside.lives()) {
            Path own = Files.createDirectory(folder.resolve("neighbour-" + count++));
            beside = Neighbour.start(tier, granted, own);
            neighbour = beside;
        }
        beside.look();
        return beside;
    }

    /// What the machine, or the tier, cannot do any more.
    private List<String> unwell() throws IOException, InterruptedException {
        List<String> evidence = new ArrayList<>();
        if (new ProcessBuilder("true").start().waitFor() != 0) {
            evidence.add("the machine starts no program any more");
        }
        Path own = Files.createDirectory(folder.resolve("after-" + count++));
        TreeMap<String, String> env = new TreeMap<>(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"));
        Path inputs = Files.createFile(own.resolve("in.tar"));
        SandboxSpec spec =
                new SandboxSpec(List.of("echo", "well"), env, ".", Seal.sha256Hex(new byte[0]), SandboxLimits.STANDARD);
        String said = run(granted.task(spec, inputs)).output();
        if (!said.equals("well\n")) {
            evidence.add("the next task does not run: " + said);
        }
        delete(own);
        return evidence;
    }

    void end() throws InterruptedException {
        if (neighbour != null) {
            neighbour.end();
        }
    }

    private static void bounds(SandboxLimits limits, Heard heard, List<String> evidence) {
        if (heard.bytes() > limits.outputBytes()) {
            evidence.add("it wrote " + heard.bytes() + " bytes");
        }
        if (heard.took().compareTo(limits.time().plus(GRACE)) > 0) {
            evidence.add("it ran for " + heard.took());
        }
    }

    private Heard run(ProbeCase probe, List<String> argv, String mark) throws IOException, InterruptedException {
        Path own = Files.createDirectory(folder.resolve("task-" + count++));
        done.add(own);
        Path inputs = inputs(probe, own);
        TreeMap<String, String> env = new TreeMap<>(scene.env());
        env.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        env.put("PROBE_RUN", mark);
        SandboxSpec spec = new SandboxSpec(argv, env, ".", Seal.sha256Hex(Files.readAllBytes(inputs)), probe.limits());
        return run(granted.task(spec, inputs));
    }

    private Heard run(AuthorizedTask task) throws IOException, InterruptedException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        long[] bytes = new long[1];
        long began = System.nanoTime();
        TaskEnd end = tier.run(
                task,
                TaskInput.NONE,
                (kind, piece, length) -> {
                    synchronized (kept) {
                        bytes[0] += length;
                        if (kind == SandboxFrame.Kind.OUTPUT && kept.size() < MOST_KEPT) {
                            kept.write(piece, 0, length);
                        } else if (kind == SandboxFrame.Kind.ERROR && Boolean.getBoolean("probes.errors")) {
                            System.err.write(piece, 0, length);
                        }
                    }
                },
                new Stop());
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        List<String> evidence = new ArrayList<>();
        if (end.archive().isPresent()) {
            Archive archive = Archive.read(end.archive().get());
            evidence.addAll(archive.faults());
            evidence.addAll(scene.told(archive.contents()));
            if (archive.names().contains("escaped")) {
                evidence.add("something ran that should not have: it left a file");
            }
        }
        synchronized (kept) {
            return new Heard(end, kept.toString(StandardCharsets.UTF_8), bytes[0], took, evidence);
        }
    }

    private Path inputs(ProbeCase probe, Path own) throws IOException, InterruptedException {
        Path file = Files.createFile(own.resolve("in.tar"));
        if (probe.inputs().isPresent()) {
            ProcessBuilder maker = new ProcessBuilder(
                            "python3", probe.inputs().get().toString())
                    .redirectOutput(file.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            maker.environment().putAll(scene.env());
            if (maker.start().waitFor() != 0) {
                throw new AssertionError("No archive could be made for " + probe.name());
            }
        }
        return file;
    }

    static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
                for (Path child : children) {
                    delete(child);
                }
            }
        }
        Files.deleteIfExists(path);
    }
}
