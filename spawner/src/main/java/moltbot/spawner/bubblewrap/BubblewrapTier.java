package moltbot.spawner.bubblewrap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import moltbot.contract.ContractException;
import moltbot.contract.sandbox.SandboxBrowser;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxResult.Ending;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.spawner.bubblewrap.Launch.RunFiles;
import moltbot.spawner.bubblewrap.Launch.Ways;
import moltbot.spawner.filter.SeccompFilter;
import moltbot.spawner.task.AuthorizedTask;
import moltbot.spawner.task.RunOperation;
import moltbot.spawner.task.Stop;
import moltbot.spawner.task.TaskEnd;
import moltbot.spawner.task.TaskInput;
import moltbot.spawner.task.TaskOutput;
import moltbot.spawner.task.Tier;
import org.jspecify.annotations.Nullable;

/// The tier every Linux machine can have: bubblewrap, that is, namespaces of the kernel without any privilege. Each
/// task gets user, mount, process, network, IPC and host-name namespaces of its own, a read-only system, a bounded file
/// system of its own, a system call filter, and limits; see [Scripts] for the way in and out, [Layout] for the two
/// sandboxes that keep a task from that way, and [Run] for the limits kept from outside.
public final class BubblewrapTier implements Tier {
    private static final System.Logger LOG = System.getLogger("bubblewrap");
    private static final int LOG_BYTES = 2_000;

    /// A constant task, to see whether everything works; it has no inputs and nothing of it is kept.
    private static final SandboxSpec TRIAL = new SandboxSpec(
            List.of("/bin/true"),
            new TreeMap<>(),
            ".",
            "",
            new SandboxLimits(Duration.ofSeconds(5), 64L << 20, 4, 1024, 1L << 20));

    private final Path folder;
    private final @Nullable Layout layout;
    private @Nullable Launch launch;

    /// @param folder  where the filter and the trial's files lie; only this process may reach it
    public BubblewrapTier(Path folder) {
        this(folder, null);
    }

    /// @param layout  null outside tests: as this machine is laid out
    BubblewrapTier(Path folder, @Nullable Layout layout) {
        this.folder = folder;
        this.layout = layout;
    }

    /// Sandboxes see the machine's programs, its browser included.
    @Override
    public String browser() {
        return SandboxBrowser.PROGRAMS.stream().anyMatch(program -> Files.isExecutable(Path.of(program)))
                ? ""
                : "Web pages cannot be shown: Chromium is not installed. Install it: sudo apt install chromium";
    }

    @Override
    public String name() {
        return "bubblewrap";
    }

    @Override
    public Optional<String> problem() throws InterruptedException {
        if (!System.getProperty("os.name").equals("Linux")) {
            return Optional.of("Commands cannot be run on this system yet: their sandbox is bubblewrap, which exists"
                    + " for Linux only. Everything else works.");
        }
        Diagnosis diagnosis = new Diagnosis(Path.of("/"));
        String missing = diagnosis.missing();
        if (!missing.isEmpty()) {
            return Optional.of(missing);
        }
        try {
            RunFiles files = RunFiles.in(folder, Path.of("/dev/null"));
            Process process = Launch.begin(launch().words(TRIAL, TRIAL.limits(), new Ways(false, false), files));
            ByteArrayOutputStream errors = new ByteArrayOutputStream();
            TaskOutput said = (kind, bytes, length) -> errors.write(bytes, 0, length);
            new Run(process, Optional.empty(), TRIAL.limits(), TaskInput.NONE, said).await(new Stop());
            boolean works = Status.read(files.status()).exit().equals(OptionalInt.of(0));
            return works
                    ? Optional.empty()
                    : Optional.of(diagnosis.failed(said(files.log()) + errors.toString(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "bubblewrap could not be tried.", e);
            return Optional.of("Commands cannot be run: bubblewrap could not be tried; the spawner's log says why.");
        }
    }

    @Override
    public TaskEnd run(AuthorizedTask task, TaskInput input, TaskOutput output, Stop stop) throws InterruptedException {
        try {
            RunFiles files = RunFiles.in(task.folder(), task.inputs());
            Ways ways = new Ways(task.inputBytes() > 0, !input.isNone(), Forwarder.of(task.door()));
            List<String> words = launch().words(task.spec(), task.limits(), ways, files);
            if (!Words.fit(words)) {
                return TaskEnd.without(Ending.NOT_STARTED, false, "The command is longer than this system takes.");
            }
            Optional<String> unnameable = unnameable(task.spec().argv().getFirst());
            if (unnameable.isPresent()) {
                return TaskEnd.without(Ending.NOT_STARTED, false, unnameable.get());
            }
            if (stop.reason().isPresent()) {
                return TaskEnd.without(Ending.CANCELLED, false, stop.reason().get());
            }
            try (Lifeline lifeline = ways.spoken() ? Lifeline.at(files.lifeline()) : null) {
                Process process = Launch.begin(words);
                Run run = new Run(process, Optional.ofNullable(lifeline), task.limits(), input, output);
                return ended(task.spec(), files, run, run.await(stop));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "A sandbox could not be set up.", e);
            throw notSetUp();
        }
    }

    private static TaskEnd ended(SandboxSpec spec, RunFiles files, Run run, Optional<Run.Cut> cut) {
        if (cut.isPresent()) {
            return TaskEnd.without(
                    cut.get().ending(), run.outputTruncated(), cut.get().why());
        }
        try {
            return ended(spec, files, run.outputTruncated());
        } catch (IOException e) {
            // Not as if nothing had been run: nobody can tell.
            throw new UncheckedIOException("How a task ended could not be read.", e);
        }
    }

    private static TaskEnd ended(SandboxSpec spec, RunFiles files, boolean truncated) throws IOException {
        Status status = Status.read(files.status());
        OptionalInt exit = status.exit();
        if (exit.isPresent()) {
            return packed(status, exit.getAsInt(), files.archive(), truncated);
        }
        if (status.has("no-program")) {
            return TaskEnd.without(
                    Ending.NOT_STARTED,
                    truncated,
                    "The program '" + spec.argv().getFirst() + "' is not in the sandbox, or is not executable.");
        } else if (status.has("no-directory")) {
            return TaskEnd.without(
                    Ending.NOT_STARTED, truncated, "The workspace has no folder '" + spec.directory() + "'.");
        } else if (status.has("full")) {
            return TaskEnd.without(
                    Ending.OUT_OF_BOUNDS,
                    truncated,
                    "The workspace does not fit into the " + (spec.limits().diskBytes() >> 20)
                            + " MB this task may have on disk. Nothing was run.");
        } else if (status.has("unreadable")) {
            return TaskEnd.without(
                    Ending.NOT_STARTED, truncated, "The workspace could not be unpacked. Nothing was run.");
        } else if (status.begun()) {
            return TaskEnd.without(
                    Ending.OUT_OF_BOUNDS,
                    truncated,
                    "The whole sandbox was ended from outside, most likely by the system for want of memory;"
                            + " nothing of it was kept.");
        }
        String said = said(files.log());
        LOG.log(System.Logger.Level.ERROR, "A sandbox was not set up: {0}", said);
        throw Forwarder.failed(said) ? Forwarder.refusal() : notSetUp();
    }

    private static TaskEnd packed(Status status, int exit, Path archive, boolean truncated) {
        if (!status.has("packed")) {
            return TaskEnd.without(
                    Ending.OUT_OF_BOUNDS,
                    truncated,
                    "The program ended with exit code " + exit
                            + ", but its files could not be taken out: they are too large or too deeply nested."
                            + " The workspace stays as it was before.");
        }
        String detail = status.has("special") ? "Links and other special files it made were not kept." : "";
        return new TaskEnd(Ending.EXITED, exit, truncated, Optional.of(archive), detail);
    }

    /// `env`, which starts the program with exactly the given environment, would take these for something else.
    private static Optional<String> unnameable(String program) {
        return program.contains("=") || program.equals("-")
                ? Optional.of("A program's name may not be '-' or contain '='. Nothing was run.")
                : Optional.empty();
    }

    private static ContractException notSetUp() {
        return ContractException.refused(
                RunOperation.NO_TIER,
                "The sandbox could not be set up, so nothing was run; the spawner's log says why.");
    }

    private synchronized Launch launch() throws IOException {
        Launch ready = launch;
        if (ready == null) {
            Files.createDirectories(folder);
            Path filter = folder.resolve("filter.bpf");
            Files.write(
                    filter,
                    SeccompFilter.bytes(System.getProperty("os.arch"))
                            .orElseThrow(() -> new IOException("There is no filter for this kind of processor.")));
            ready = new Launch(layout == null ? Layout.ofThisMachine() : layout, filter, Launch.runsAsRoot());
            launch = ready;
        }
        return ready;
    }

    private static String said(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(log)) {
            return new String(in.readNBytes(LOG_BYTES), StandardCharsets.UTF_8);
        }
    }
}
