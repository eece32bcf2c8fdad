package moltbot.gateway.channel;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The pauses of one thread between its tries, which grow and are never quite the same. Another key, or the end, comes
/// first. Told by any thread.
public final class Backoff {
    private static final int MOST_DOUBLINGS = 16;

    private final Duration first;
    private final Duration most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition another = lock.newCondition();
    private boolean changed;
    private volatile boolean closed;

    /// @param first  before the second try; doubled for each more
    /// @param most   the longest of them
    public Backoff(Duration first, Duration most) {
        this.first = first;
        this.most = most;
    }

    /// Waits before another try.
    ///
    /// @param failures  tries that failed before the last
    /// @param least     the shortest pause that was asked for
    public void pause(int failures, Duration least) {
        long bound = Math.min(most.toMillis(), first.toMillis() << Math.min(failures, MOST_DOUBLINGS));
        long pause = (long) (bound * ThreadLocalRandom.current().nextDouble(0.5, 1));
        await(TimeUnit.MILLISECONDS.toNanos(Math.max(pause, least.toMillis())));
    }

    /// Waits until there is another key.
    public void rest() {
        await(Long.MAX_VALUE);
    }

    /// Waits for so long.
    public void rest(Duration time) {
        await(time.toNanos());
    }

    private void await(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!changed && !closed && left > 0) {
                left = another.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// There is another key.
    public void tryAgain() {
        lock.lock();
        try {
            changed = true;
            another.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether there is another key since this was last asked.
    public boolean beginsAnew() {
        lock.lock();
        try {
            boolean anew = changed;
            changed = false;
            return anew;
        } finally {
            lock.unlock();
        }
    }

    public boolean isClosed() {
        return closed;
    }

    /// Nothing more is tried.
    public void close() {
        closed = true;
        tryAgain();
    }
}
