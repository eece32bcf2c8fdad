package moltbot.gateway.egress;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Ends answers that have fallen silent: the HTTP client's own time limit stops at the head of an answer. One thread
/// for the process, started with the first answer. Reading costs a volatile write; the look at the clock is rare.
final class IdleWatchdog implements AutoCloseable {
    private static final int LOOKS_PER_IDLE = 4;

    private @Nullable ScheduledThreadPoolExecutor timer;

    /// One answer being watched.
    static final class Watch {
        private final Duration idle;
        private final Runnable end;
        private final AtomicBoolean expired = new AtomicBoolean();
        private volatile long heardNanos = System.nanoTime();
        private @Nullable Future<?> looking;

        private Watch(Duration idle, Runnable end) {
            this.idle = idle;
            this.end = end;
        }

        /// Something has arrived.
        void heard() {
            heardNanos = System.nanoTime();
        }

        /// True if this answer was ended for its silence.
        boolean expired() {
            return expired.get();
        }

        private void look() {
            if (System.nanoTime() - heardNanos > idle.toNanos() && expired.compareAndSet(false, true)) {
                stop();
                end.run();
            }
        }

        synchronized void stop() {
            if (looking != null) {
                looking.cancel(false);
            }
        }
    }

    /// Calls `end` once if nothing is heard for `idle`.
    Watch watch(Duration idle, Runnable end) {
        Watch watch = new Watch(idle, end);
        long step = Math.max(1, idle.toNanos() / LOOKS_PER_IDLE);
        synchronized (watch) {
            watch.looking = timer().scheduleWithFixedDelay(watch::look, step, step, TimeUnit.NANOSECONDS);
        }
        return watch;
    }

    private synchronized ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor made = timer;
        if (made == null) {
            made = new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().name("egress-watchdog").daemon().factory());
            made.setRemoveOnCancelPolicy(true);
            timer = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        if (timer != null) {
            timer.shutdownNow();
        }
    }
}
