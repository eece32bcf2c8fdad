package moltbot.spawner.docker;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.sandbox.SandboxLimits;

/// One container, for one task: made, started, used once, removed.
final class Container implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("docker");
    private static final int GONE = 404;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofMillis(20);
    /// One that is not gone by then is asked for less often, and at last left to whoever begins next.
    private static final Duration LATER = Duration.ofSeconds(1);
    private static final Duration SELDOM = Duration.ofMinutes(1);
    private static final int MOST_LATER = 100;

    private final Engine engine;
    private final String id;
    private final Programs programs;
    private final Alive alive;
    private final long madeNanos = System.nanoTime();

    private Container(Engine engine, String id, Programs programs, Alive alive) {
        this.engine = engine;
        this.id = id;
        this.programs = programs;
        this.alive = alive;
    }

    /// One with a user of its own.
    ///
    /// @param alive  those that are in use
    static Container start(Engine engine, Shape shape, SandboxLimits limits, Alive alive) throws IOException {
        int user = alive.users().take();
        String id;
        try {
            id = engine.create("moltbot-sandbox-" + UUID.randomUUID(), shape.of(limits, user));
        } catch (IOException | RuntimeException e) {
            alive.users().give(user);
            throw e;
        }
        Container container = new Container(engine, id, new Programs(shape, user), alive);
        alive.ids().add(id);
        try {
            engine.start(id);
            return container;
        } catch (IOException | RuntimeException e) {
            container.close();
            throw e;
        }
    }

    /// The containers that are in use.
    ///
    /// @param ids    theirs, for whoever removes the others
    /// @param users  who their tasks are
    record Alive(Set<String> ids, TaskUsers users) {
        Alive() {
            this(ConcurrentHashMap.newKeySet(), new TaskUsers());
        }
    }

    String id() {
        return id;
    }

    /// What may be run in it.
    Programs programs() {
        return programs;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - madeNanos);
    }

    /// Returns once it does not run any more, or it is not known whether it does.
    void awaitEnd(Duration most) {
        try {
            engine.awaitEnd(id, most);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A container is not waited for any more.", e);
        }
    }

    /// Ends all of it. One that has ended already is as it should be.
    void kill() {
        try {
            engine.kill(id);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A container could not be killed.", e);
        }
    }

    /// Removes it; returns once the engine does not know it any more, or refuses for so long that it is asked again
    /// later.
    @Override
    public void close() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean gone = false;
        try {
            gone = gone();
            while (!gone && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(AGAIN.toNanos());
                gone = gone();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "The engine does not answer.", e);
        } finally {
            alive.ids().remove(id);
        }
        if (gone) {
            alive.users().give(programs.user());
        } else {
            LOG.log(System.Logger.Level.WARNING, "A container is not removed yet; Docker is asked again: {0}", id);
            Thread.ofVirtual().name("docker-removal").start(this::removeLater);
        }
    }

    private void removeLater() {
        Duration pause = LATER;
        for (int i = 0; i < MOST_LATER; i++) {
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.compareTo(SELDOM) < 0 ? pause.multipliedBy(2) : SELDOM;
            try {
                if (gone()) {
                    LOG.log(System.Logger.Level.INFO, "It is removed now: {0}", id);
                    alive.users().give(programs.user());
                    return;
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "The engine does not answer yet.", e);
            }
        }
    }

    private boolean gone() throws IOException {
        try {
            engine.remove(id);
            return false;
        } catch (EngineException e) {
            // Any other answer, such as that it is being removed, means to ask again.
            return e.status() == GONE;
        }
    }
}
