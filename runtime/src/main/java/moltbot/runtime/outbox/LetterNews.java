package moltbot.runtime.outbox;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Told whenever a letter came to stand otherwise, for whoever waits for that. Safe for several threads.
public final class LetterNews {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private long version;

    /// Which it is now.
    public long version() {
        lock.lock();
        try {
            return version;
        } finally {
            lock.unlock();
        }
    }

    /// A letter stands otherwise now.
    public void changed() {
        lock.lock();
        try {
            version++;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for something newer; what is left of the time, not above zero where it is over.
    public long await(long seen, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (version == seen && left > 0) {
                left = news.awaitNanos(left);
            }
            return left;
        } finally {
            lock.unlock();
        }
    }

    /// A time as [#await] counts it.
    public static long nanos(Duration time) {
        return TimeUnit.MILLISECONDS.toNanos(time.toMillis());
    }
}
