package moltbot.spawner.bubblewrap;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxResult.Ending;
import moltbot.spawner.task.Stop;
import moltbot.spawner.task.TaskInput;
import moltbot.spawner.task.TaskOutput;

/// Watches one started sandbox to its end: its time, its memory, and whoever may end it. When [#await] returns, no
/// process of it is left.
final class Run {
    /// Why a sandbox was ended from outside.
    record Cut(Ending ending, String why) {}

    private static final System.Logger LOG = System.getLogger("bubblewrap");

    /// How often memory is looked at. In this time two cores can fill about 100 MB, which is how far over a task can
    /// be.
    private static final Duration LOOK = Duration.ofMillis(20);

    /// Every so many looks one is thorough: about five times a second.
    private static final int THOROUGH = 10;

    private final Process process;
    private int looks;
    private final Closeable lifeline;
    private final SandboxLimits limits;
    private final long deadlineNanos;
    private final Pump output;
    private final Pump errors;
    private final Optional<Feed> feed;

    /// @param lifeline  empty where it is the process's own standard input
    Run(Process process, Optional<Lifeline> lifeline, SandboxLimits limits, TaskInput from, TaskOutput to) {
        this.process = process;
        this.lifeline = lifeline.isPresent() ? lifeline.get() : process.getOutputStream();
        this.limits = limits;
        this.deadlineNanos = System.nanoTime() + limits.time().toNanos();
        AtomicLong left = new AtomicLong(limits.outputBytes());
        this.output = Pump.start(process.getInputStream(), SandboxFrame.Kind.OUTPUT, to, left);
        this.errors = Pump.start(process.getErrorStream(), SandboxFrame.Kind.ERROR, to, left);
        this.feed = lifeline.map(own -> Feed.start(from, process.getOutputStream()));
    }

    /// Waits for the end; says why, if it was not the task's own.
    Optional<Cut> await(Stop stop) throws InterruptedException {
        stop.whenAsked(this::kill);
        try {
            Optional<Cut> cut = watch();
            gone();
            return cut.isPresent() ? cut : stop.reason().map(why -> new Cut(Ending.CANCELLED, why));
        } catch (InterruptedException e) {
            kill();
            gone();
            throw e;
        }
    }

    private Optional<Cut> watch() throws InterruptedException {
        while (!process.waitFor(LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
            Optional<Cut> cut = cut();
            if (cut.isPresent()) {
                kill();
                return cut;
            }
        }
        return Optional.empty();
    }

    private Optional<Cut> cut() {
        if (System.nanoTime() - deadlineNanos >= 0) {
            return Optional.of(new Cut(
                    Ending.TIMED_OUT,
                    "It did not end within " + limits.time().toMillis() / 1000.0 + " s and was ended."));
        }
        try {
            if (Memory.over(process.pid(), limits.memoryBytes(), looks++ % THOROUGH == 0)) {
                return Optional.of(new Cut(
                        Ending.OUT_OF_BOUNDS,
                        "It used more than " + (limits.memoryBytes() >> 20) + " MB of memory and was ended."));
            } else if (Memory.scarce()) {
                return Optional.of(
                        new Cut(Ending.OUT_OF_BOUNDS, "This machine is almost out of memory; the task was ended."));
            }
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "A task's memory could not be seen.", e);
            return Optional.of(
                    new Cut(Ending.OUT_OF_BOUNDS, "Its use of memory could not be watched, so it was ended."));
        }
    }

    /// The lifeline first: with it, all of the sandbox ends even if its first process has only just been made and
    /// does not yet end with the one that was started here.
    private void kill() {
        try {
            lifeline.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A lifeline was already closed.", e);
        }
        process.destroyForcibly();
    }

    /// Every process of a sandbox can write to its outputs, so when both have ended, all have.
    private void gone() throws InterruptedException {
        process.waitFor();
        if (feed.isPresent()) {
            feed.get().stop();
        }
        output.join();
        errors.join();
    }

    boolean outputTruncated() {
        return output.dropped() || errors.dropped();
    }
}
