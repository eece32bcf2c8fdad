package moltbot.spawner.docker;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import moltbot.contract.json.JsonObject;

/// What a task's program leaves running may hold its outputs open; the engine then waits for them, two seconds long,
/// though it knows that the program has ended. So it is asked for that, ever more seldom, and what was left is ended,
/// with which the outputs end.
final class Leftovers implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("docker");
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofMillis(500);
    /// A task that ran for long may as well end a little later.
    private static final int SHARE = 20;

    private final Engine engine;
    private final Container container;
    private final String program;
    private final Streams streams;
    private final CountDownLatch outputsEnded = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("docker-leftovers").unstarted(this::watch);

    private Leftovers(Engine engine, Container container, String program, Streams streams) {
        this.engine = engine;
        this.container = container;
        this.program = program;
        this.streams = streams;
    }

    /// @param program  the id of the task's, which was begun
    /// @param streams  of the task; where they are ended, this does not wait either
    static Leftovers watch(Engine engine, Container container, String program, Streams streams) {
        Leftovers leftovers = new Leftovers(engine, container, program, streams);
        leftovers.thread.start();
        return leftovers;
    }

    private void watch() {
        try {
            long beganNanos = System.nanoTime();
            long pauseNanos = FIRST.toNanos();
            while (!outputsEnded.await(pauseNanos, TimeUnit.NANOSECONDS)) {
                if (hasEnded()) {
                    end();
                    return;
                }
                long share = (System.nanoTime() - beganNanos) / SHARE;
                pauseNanos = Math.clamp(share, FIRST.toNanos() / 4, MOST.toNanos());
            }
        } catch (IOException e) {
            // The container has ended, or the engine; both are seen elsewhere.
            LOG.log(System.Logger.Level.DEBUG, "What a task left could not be ended early.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One that was not begun yet does not run either, and has no number.
    private boolean hasEnded() throws IOException {
        JsonObject outcome = engine.outcome(program);
        return outcome.numberOr("Pid", 0) != 0 && !outcome.flagOr("Running", true);
    }

    private void end() throws IOException {
        try (Attachment ender =
                engine.run(engine.prepare(container.id(), container.programs().endAll()), streams)) {
            while (ender.next() != null) {
                continue;
            }
        }
    }

    /// Returns once nothing of this can come between what is run next.
    @Override
    public void close() {
        outputsEnded.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
