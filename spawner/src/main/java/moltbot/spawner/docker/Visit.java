package moltbot.spawner.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.sandbox.SandboxFrame.Kind;
import moltbot.contract.sandbox.SandboxResult.Ending;
import moltbot.spawner.task.AuthorizedTask;
import moltbot.spawner.task.RunOperation;
import moltbot.spawner.task.Stop;
import moltbot.spawner.task.TaskEnd;
import moltbot.spawner.task.TaskInput;
import moltbot.spawner.task.TaskOutput;
import org.jspecify.annotations.Nullable;

/// One task in one container: its files go in, it runs, what it left running ends, its files come out. Whatever ends it
/// from outside ends the container.
final class Visit {
    private static final System.Logger LOG = System.getLogger("docker");
    private static final int PIECE = 64 << 10;
    private static final int KILLED = 137;
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);
    /// Once all processes are killed. Under gVisor an engine of 2022 does not notice that the streams have ended.
    /// Any engine may need five minutes to let go of a program that it began while it killed the container.
    private static final Duration STREAM_PATIENCE = Duration.ofSeconds(1);

    private final Engine engine;
    private final Programs programs;
    private final Container container;
    private final AuthorizedTask task;
    private final AtomicReference<Optional<Cut>> cut = new AtomicReference<>(Optional.empty());
    private long left;
    private boolean truncated;
    /// Whether the task's own program may have been started.
    private volatile boolean begun;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Streams streams = new Streams();

    /// Why it was ended from outside.
    private record Cut(Ending ending, String why) {}

    Visit(Engine engine, Container container, AuthorizedTask task) {
        this.engine = engine;
        this.programs = container.programs();
        this.container = container;
        this.task = task;
        this.left = task.limits().outputBytes();
    }

    TaskEnd stay(TaskInput input, TaskOutput output, Stop stop) {
        stop.whenAsked(() -> end(Ending.CANCELLED, stop.reason().orElse("It was cancelled.")));
        Thread watch = Thread.ofVirtual().name("docker-deadline").start(this::watch);
        Thread.ofVirtual().name("docker-end").start(this::watchContainer);
        try {
            TaskEnd end = course(input, output);
            return cut.get()
                    .map(why -> TaskEnd.without(why.ending(), truncated, why.why()))
                    .orElse(end);
        } catch (ContractException e) {
            Cut why = cut.get().orElseThrow(() -> e);
            return TaskEnd.without(why.ending(), truncated, why.why());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "Docker or the container went away.", e);
            Cut why = cut.get().orElseThrow(this::lost);
            return TaskEnd.without(why.ending(), truncated, why.why());
        } finally {
            over.countDown();
            watch.interrupt();
        }
    }

    private ContractException lost() {
        return begun
                ? ContractException.refused(
                        RunOperation.OUTCOME_UNKNOWN,
                        "Docker went away in the middle of the command; what became of it is not known.")
                : ContractException.refused(
                        RunOperation.NO_TIER, "The sandbox went away before the command began, so nothing was run.");
    }

    private void watch() {
        Duration time = task.limits().time();
        try {
            if (!over.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                end(Ending.TIMED_OUT, "It did not end within " + time.toMillis() / 1000.0 + " s and was ended.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The container ends with its first process, which waits for long, or with its kernel, where that is gVisor's.
    private void watchContainer() {
        try {
            engine.awaitEnd(container.id(), task.limits().time());
            if (begun) {
                end(
                        Ending.OUT_OF_BOUNDS,
                        "The whole sandbox was ended from outside, most likely by the system for want of memory;"
                                + " nothing of it was kept.");
            } else {
                end(Ending.NOT_STARTED, "The sandbox was ended before the command began. Nothing was run.");
            }
        } catch (IOException e) {
            // The task has ended and its container with it, or the engine has; both are seen elsewhere.
            LOG.log(System.Logger.Level.DEBUG, "A container is not waited for any more.", e);
        }
    }

    /// Ends it from outside, at once.
    void end(Ending ending, String why) {
        Optional<Cut> none = Optional.empty();
        if (over.getCount() > 0 && cut.compareAndSet(none, Optional.of(new Cut(ending, why)))) {
            // Whoever ends one task may have more to end, and an engine that hangs must not come between.
            Thread.ofVirtual().name("docker-kill").start(this::kill);
        }
    }

    /// An engine that does not end its streams with the container holds nobody up.
    private void kill() {
        container.kill();
        try {
            if (!over.await(STREAM_PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                streams.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TaskEnd course(TaskInput input, TaskOutput output) throws IOException {
        if (task.inputBytes() > 0) {
            Ended unpacked = unpack();
            if (unpacked.code() != 0) {
                return unpacked.said().contains("No space left")
                        ? without(
                                Ending.OUT_OF_BOUNDS,
                                "The workspace does not fit into the "
                                        + (task.limits().diskBytes() >> 20)
                                        + " MB this task may have on disk. Nothing was run.")
                        : without(Ending.NOT_STARTED, "The workspace could not be unpacked. Nothing was run.");
            }
        }
        try (Tunnel _ = network()) {
            return program(input, output);
        }
    }

    private @Nullable Tunnel network() throws IOException {
        return task.door().isEmpty()
                ? null
                : Tunnel.open(
                        engine.run(engine.prepare(container.id(), programs.forward()), streams),
                        task.door().get());
    }

    private TaskEnd without(Ending ending, String why) {
        return TaskEnd.without(ending, truncated, why);
    }

    /// How a program of ours ended.
    private record Ended(int code, String said) {}

    private Ended unpack() throws IOException {
        String program = engine.prepare(container.id(), programs.unpack());
        try (Attachment attached = engine.run(program, streams)) {
            Thread feeder = Thread.ofVirtual().name("docker-unpack").start(() -> feed(attached));
            StringBuilder said = new StringBuilder();
            Attachment.Piece piece;
            while ((piece = attached.next()) != null) {
                if (said.length() < PIECE) {
                    said.append(new String(piece.bytes(), StandardCharsets.UTF_8));
                }
            }
            feeder.interrupt();
            return new Ended(code(program), said.toString());
        }
    }

    private void feed(Attachment attached) {
        byte[] piece = new byte[PIECE];
        try (InputStream in = Files.newInputStream(task.inputs())) {
            int count;
            while ((count = in.readNBytes(piece, 0, piece.length)) > 0) {
                attached.write(count == piece.length ? piece : java.util.Arrays.copyOf(piece, count));
            }
            attached.endInput();
        } catch (IOException e) {
            // What unpacks has ended; its exit code says why.
            attached.close();
        }
    }

    private TaskEnd program(TaskInput input, TaskOutput output) throws IOException {
        String program = engine.prepare(container.id(), programs.task(task.spec(), !input.isNone()));
        Optional<byte[]> held = Optional.empty();
        begun = true;
        try (Attachment attached = engine.run(program, streams);
                Leftovers _ = Leftovers.watch(engine, container, program, streams)) {
            Thread writer = Thread.ofVirtual().name("docker-input").start(() -> write(input, attached));
            Attachment.Piece piece;
            while ((piece = attached.next()) != null) {
                if (held.isEmpty() && Refusal.mayBe(piece.bytes())) {
                    held = Optional.of(piece.bytes());
                } else {
                    deliver(output, piece.kind(), piece.bytes());
                }
            }
            writer.interrupt();
        }
        JsonObject outcome = outcome(program);
        if (outcome.numberOr("Pid", 0) == 0) {
            return without(
                    Ending.NOT_STARTED,
                    Refusal.meaning(new String(held.orElse(new byte[0]), StandardCharsets.UTF_8), task.spec()));
        }
        held.ifPresent(bytes -> deliver(output, Kind.OUTPUT, bytes));
        int code = (int) outcome.numberOr("ExitCode", -1);
        return task.isBrowser() ? new TaskEnd(Ending.EXITED, code, truncated, Optional.empty(), "") : pack(code);
    }

    private static void write(TaskInput input, Attachment attached) {
        try {
            byte[] bytes;
            while ((bytes = input.next()) != null) {
                attached.write(bytes);
            }
            attached.endInput();
        } catch (IOException e) {
            // The task has ended, or does not read any more.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(TaskOutput output, Kind kind, byte[] bytes) {
        int wanted = (int) Math.min(left, bytes.length);
        truncated |= wanted < bytes.length;
        left -= wanted;
        if (wanted > 0) {
            output.write(kind, bytes, wanted);
        }
    }

    private int code(String program) throws IOException {
        return (int) outcome(program).numberOr("ExitCode", -1);
    }

    /// How a program ended; the engine may need a moment to know.
    private JsonObject outcome(String program) throws IOException {
        long end = System.nanoTime() + KILL_PATIENCE.toNanos();
        JsonObject outcome = engine.outcome(program);
        while (outcome.flagOr("Running", false) && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(5_000_000);
            outcome = engine.outcome(program);
        }
        if (outcome.flagOr("Running", false)) {
            throw new IOException("A program whose outputs have ended goes on.");
        }
        return outcome;
    }

    private TaskEnd pack(int code) throws IOException {
        Path archive = task.folder().resolve("out.tar");
        boolean special = false;
        long most = RunOperation.archiveBytes(task.limits());
        String program = engine.prepare(container.id(), programs.pack());
        try (Attachment attached = engine.run(program, streams);
                OutputStream out = Files.newOutputStream(archive)) {
            Attachment.Piece piece;
            while ((piece = attached.next()) != null) {
                if (piece.kind() == Kind.ERROR) {
                    special |= new String(piece.bytes(), StandardCharsets.US_ASCII).contains("special");
                } else if ((most -= piece.bytes().length) >= 0) {
                    out.write(piece.bytes());
                }
            }
        }
        if (code(program) != 0 || most < 0) {
            return without(
                    Ending.OUT_OF_BOUNDS,
                    "The program ended with exit code " + code
                            + ", but its files could not be taken out: they are too large or too deeply nested."
                            + " The workspace stays as it was before.");
        }
        String killed = "It was killed, most likely for using more than "
                + (task.limits().memoryBytes() >> 20) + " MB of memory. ";
        String left = "Links and other special files it made were not kept.";
        String detail = (code == KILLED ? killed : "") + (special ? left : "");
        return new TaskEnd(Ending.EXITED, code, truncated, Optional.of(archive), detail.strip());
    }
}
