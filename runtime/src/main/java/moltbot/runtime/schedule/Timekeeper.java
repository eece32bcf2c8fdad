package moltbot.runtime.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import moltbot.contract.ContractException;

/// Begins what is due and tells what came of it. What came due while nobody ran, or while an earlier run of the same
/// schedule was under way, is run once, and the rest of it left out and told of. Safe for several threads.
public final class Timekeeper implements AutoCloseable {
    /// A wall clock may be set, and a machine may sleep: no wait is longer than this.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final int MOST_COUNTED = 1_000;
    private static final System.Logger LOG = System.getLogger("schedule");

    private final Schedules schedules;
    private final Reports reports;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Thread thread = Thread.ofVirtual().name("schedule").unstarted(this::run);
    private boolean woken;
    private boolean closed;

    /// @param zone  whose wall clock people are told times of
    public Timekeeper(Schedules schedules, InstantSource clock, ZoneId zone) {
        this.schedules = schedules;
        this.reports = new Reports(zone);
        this.clock = clock;
    }

    public void start() {
        thread.start();
    }

    /// Something was made, changed or came to its end, or the clock was set.
    public void wake() {
        lock.lock();
        try {
            woken = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (await(round())) {
                // On with the next round.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// How long to wait for the next.
    private Duration round() {
        boolean failed = false;
        try {
            for (Run run : schedules.over()) {
                schedules.tell(run, reports.of(run));
            }
            Instant now = clock.instant();
            for (Schedule due : schedules.due(now)) {
                failed |= !begin(due, now);
            }
            Optional<Instant> next = schedules.next(now);
            if (!failed && next.isPresent()) {
                Duration wait = Duration.between(clock.instant(), next.get());
                return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Schedules could not be looked after; it is tried again soon.", e);
        }
        return LONGEST_WAIT;
    }

    private boolean begin(Schedule due, Instant now) {
        Instant time = due.next().orElseThrow();
        int missed = 0;
        Optional<Instant> next = due.when().after(due.made(), time);
        while (next.isPresent() && !next.get().isAfter(now) && missed < MOST_COUNTED) {
            missed++;
            next = due.when().after(due.made(), next.get());
        }
        if (missed == MOST_COUNTED) {
            next = due.when().after(due.made(), now);
        }
        try {
            schedules.begin(due, new Schedules.Begin(reports.opening(due, time, now), missed, now, next));
            return true;
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A schedule could not be begun and is tried again: {0}", e.reason());
            return false;
        }
    }

    /// False once it is closed.
    private boolean await(Duration wait) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = Math.max(0, wait.toNanos());
            while (!woken && !closed && nanos > 0) {
                nanos = news.awaitNanos(nanos);
            }
            woken = false;
            return !closed;
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
        try {
            // It may be about to write: the store is closed after it.
            boolean _ = thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
