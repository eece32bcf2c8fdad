package moltbot.runtime.session;

import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Looks after turns that rest: the clock of the wall may be set, and a machine may sleep, so it looks again and again,
/// as long as any rests. Safe for several threads.
final class Expiry implements AutoCloseable {
    /// Has those go on whose time is over, and says when the next is.
    @FunctionalInterface
    interface Due {
        OptionalLong wake(long now);
    }

    private final Due due;
    private final InstantSource clock;
    private final Duration longest;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private boolean some = true;
    private boolean closed;

    /// @param longest  no look is later than this after the one before
    Expiry(Due due, InstantSource clock, Duration longest) {
        this.due = due;
        this.clock = clock;
        this.longest = longest;
    }

    void start() {
        Thread.ofVirtual().name("questions").start(this::run);
    }

    /// Something rests. Quick.
    void look() {
        lock.lock();
        try {
            some = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (await()) {
                OptionalLong next = due.wake(clock.millis());
                next.ifPresent(this::pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Until something rests; false once it is closed.
    private boolean await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!some && !closed) {
                news.await();
            }
            some = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void pause(long next) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(Math.clamp(next - clock.millis(), 1, longest.toMillis()));
            while (!some && !closed && left > 0) {
                left = news.awaitNanos(left);
            }
            some = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
