package moltbot.runtime.session;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import moltbot.runtime.agent.Stage;
import org.jspecify.annotations.Nullable;

/// Bounds the time of a part of a turn. Where it is over, the turn's thread is interrupted until it has taken note by
/// closing this; what stops the whole turn interrupts it again by itself. Safe for several threads.
final class PartClock implements Stage.Limit {
    private static final Duration NUDGE = Duration.ofMillis(50);

    private final Thread thread;
    private final ScheduledExecutorService timer;
    private long leftNanos;
    private long since = System.nanoTime();
    private boolean waiting;
    private boolean over;
    private boolean closed;
    private @Nullable Future<?> alarm;

    PartClock(Thread thread, Duration most, ScheduledExecutorService timer) {
        this.thread = thread;
        this.timer = timer;
        this.leftNanos = most.toNanos();
        set(leftNanos);
    }

    synchronized void waitingForPerson(boolean now) {
        if (now == waiting || closed) {
            return;
        }
        waiting = now;
        if (now) {
            leftNanos -= System.nanoTime() - since;
            cancel();
        } else {
            since = System.nanoTime();
            set(leftNanos);
        }
    }

    private synchronized void ring() {
        if (!closed && !waiting) {
            over = true;
            thread.interrupt();
            set(NUDGE.toNanos());
        }
    }

    private synchronized void set(long nanos) {
        cancel();
        alarm = timer.schedule(this::ring, Math.max(nanos, 0), TimeUnit.NANOSECONDS);
    }

    private synchronized void cancel() {
        Future<?> set = alarm;
        if (set != null) {
            set.cancel(false);
        }
    }

    @Override
    public synchronized boolean isOver() {
        return over;
    }

    @Override
    public synchronized void close() {
        closed = true;
        cancel();
        if (over) {
            boolean _ = Thread.interrupted();
        }
    }
}
