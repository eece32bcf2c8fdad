package moltbot.runtime.session;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Frees a lane from a turn that takes too long. Time spent waiting for a person does not count, and has a bound of
/// its own. Safe for several threads.
final class TurnClock implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final RunningTurn turn;
    private final Duration waitLimit;
    private final Duration silence;
    private long leftNanos;
    private long since;
    private boolean waiting;
    private @Nullable Future<?> alarm;
    private @Nullable PartClock part;

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("turn-clock").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    TurnClock(RunningTurn turn, TurnRunner.Limits limits) {
        this.turn = turn;
        this.waitLimit = limits.person();
        this.silence = limits.silence();
        this.leftNanos = limits.turn().toNanos();
        this.since = System.nanoTime();
        set(leftNanos);
    }

    synchronized void waitingForPerson(boolean now) {
        if (now == waiting) {
            return;
        }
        waiting = now;
        PartClock bounded = part;
        if (bounded != null) {
            bounded.waitingForPerson(now);
        }
        if (now) {
            leftNanos -= System.nanoTime() - since;
            set(waitLimit.toNanos());
        } else {
            since = System.nanoTime();
            set(leftNanos);
        }
    }

    /// Does `tell` on a thread of its own once the model has been silent for too long, unless cancelled before.
    Future<?> afterSilence(Runnable tell) {
        return TIMER.schedule(
                () -> Thread.ofVirtual().name("turn-silence").start(tell), silence.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Bounds what the calling thread does from now on; one at a time.
    synchronized PartClock limit(Duration most) {
        PartClock bounded = new PartClock(Thread.currentThread(), most, TIMER);
        part = bounded;
        return bounded;
    }

    private void set(long nanos) {
        close();
        alarm = TIMER.schedule(() -> turn.stop(RunningTurn.Why.TOO_LONG), Math.max(nanos, 0), TimeUnit.NANOSECONDS);
    }

    @Override
    public synchronized void close() {
        Future<?> set = alarm;
        if (set != null) {
            set.cancel(false);
        }
    }
}
