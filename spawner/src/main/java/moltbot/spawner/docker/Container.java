package moltbot.spawner.docker;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.json.JsonObject;

/// One container, for one task: made, started, used once, removed.
final class Container implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("docker");
    private static final int GONE = 404;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofMillis(20);

    private final Engine engine;
    private final String id;
    private final Set<String> alive;
    private final long madeNanos = System.nanoTime();

    private Container(Engine engine, String id, Set<String> alive) {
        this.engine = engine;
        this.id = id;
        this.alive = alive;
    }

    /// @param alive  the ids of those that are in use, for whoever removes the others
    static Container start(Engine engine, String name, JsonObject shape, Alive alive) throws IOException {
        Container container = new Container(engine, engine.create(name, shape), alive.ids());
        alive.ids().add(container.id);
        try {
            engine.start(container.id);
            return container;
        } catch (IOException | RuntimeException e) {
            container.close();
            throw e;
        }
    }

    /// The containers that are in use.
    record Alive(Set<String> ids) {
        Alive() {
            this(ConcurrentHashMap.newKeySet());
        }
    }

    String id() {
        return id;
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

    /// Removes it; returns once the engine does not know it any more.
    @Override
    public void close() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!gone() && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A container is left until the engine answers again: " + id, e);
        } finally {
            alive.remove(id);
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
