package moltbot.spawner.docker;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import moltbot.contract.sandbox.SandboxLimits;
import org.jspecify.annotations.Nullable;

/// Containers that are ready and were never used, for tasks with ordinary limits. Each is given to one task and to no
/// other. What is taken is made anew beside the task; what ends while it waits, as all do where Docker is restarted, is
/// given to nobody. Safe for use by several threads.
final class Pool implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("docker");
    /// Long before its first process ends by itself.
    private static final Duration MAX_AGE = Duration.ofHours(12);

    /// Makes a container.
    @FunctionalInterface
    interface Maker {
        Container make(SandboxLimits limits) throws IOException;
    }

    private final int size;
    private final Maker maker;
    private final Deque<Container> ready = new ArrayDeque<>();
    private int making;
    private boolean closed;

    Pool(int size, Maker maker) {
        this.size = size;
        this.maker = maker;
    }

    /// One that is ready, where these limits are the ordinary ones and there is one.
    Optional<Container> take(SandboxLimits limits) {
        if (!fits(limits)) {
            return Optional.empty();
        }
        @Nullable Container found;
        do {
            synchronized (this) {
                found = ready.pollFirst();
            }
            if (found != null && found.age().compareTo(MAX_AGE) > 0) {
                found.close();
                found = null;
            }
        } while (found == null && !isEmpty());
        return Optional.ofNullable(found);
    }

    /// Time and output are watched from outside and may be any.
    private static boolean fits(SandboxLimits limits) {
        SandboxLimits ordinary = SandboxLimits.STANDARD;
        return limits.memoryBytes() == ordinary.memoryBytes()
                && limits.processes() == ordinary.processes()
                && limits.diskBytes() == ordinary.diskBytes();
    }

    private synchronized boolean isEmpty() {
        return ready.isEmpty();
    }

    /// Makes what is missing, on threads of its own.
    void fill() {
        synchronized (this) {
            while (!closed && ready.size() + making < size) {
                making++;
                Thread.ofVirtual().name("docker-pool").start(this::make);
            }
        }
    }

    private void make() {
        Container made = null;
        try {
            made = maker.make(SandboxLimits.STANDARD);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "A container could not be made ready.", e);
        }
        synchronized (this) {
            making--;
            if (made != null && !closed) {
                Container waiting = made;
                ready.addLast(waiting);
                made = null;
                Thread.ofVirtual().name("docker-waiting").start(() -> watch(waiting));
            }
        }
        if (made != null) {
            made.close();
        }
    }

    /// Ends with the container, whoever has it by then.
    private void watch(Container waiting) {
        waiting.awaitEnd(MAX_AGE);
        boolean mine;
        synchronized (this) {
            mine = ready.remove(waiting);
        }
        if (mine) {
            waiting.close();
            fill();
        }
    }

    /// Removes what is ready; what is being made is removed when it is.
    @Override
    public void close() {
        Deque<Container> left;
        synchronized (this) {
            closed = true;
            left = new ArrayDeque<>(ready);
            ready.clear();
        }
        left.forEach(Container::close);
    }
}
