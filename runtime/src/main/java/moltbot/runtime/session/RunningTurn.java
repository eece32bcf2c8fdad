package moltbot.runtime.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A turn with its thread, and the way to stop it. Stopping interrupts the thread until it has taken note: every wait
/// below ends by that, and closes its link, which cancels what the other side does.
final class RunningTurn {
    /// Why a turn is cut short.
    enum Why {
        /// The person said so.
        STOPPED,
        /// The person took back what began it, or what joined it.
        WITHDRAWN,
        /// Its time ran out.
        TOO_LONG,
        /// This process ends; the turn does not.
        SHUTDOWN
    }

    private static final long NUDGE_MILLIS = 50;
    private static final Duration GRACE = Duration.ofSeconds(10);

    /// What waits behind a running turn in its lane.
    interface Behind {
        /// In order.
        List<Turn> turns();

        /// These need not run any more: they joined the running one.
        void joined(List<String> turns);
    }

    private final Turn turn;
    private final Behind behind;
    private final AtomicReference<@Nullable Why> why = new AtomicReference<>();
    private final Consumer<RunningTurn> lost;
    private final CountDownLatch noticed = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private volatile long restsUntil;

    /// @param lost  is told where it does not take note in time that it is to end
    RunningTurn(Turn turn, Behind behind, Consumer<RunningTurn> lost) {
        this.turn = turn;
        this.behind = behind;
        this.lost = lost;
    }

    Turn turn() {
        return turn;
    }

    Behind behind() {
        return behind;
    }

    void start(Runnable run) {
        Thread started = Thread.ofVirtual().name("turn").unstarted(() -> {
            try {
                run.run();
            } finally {
                noticed.countDown();
                over.countDown();
            }
        });
        thread = started;
        started.start();
    }

    /// Asks the turn to end. The first reason holds.
    void stop(Why reason) {
        if (why.compareAndSet(null, reason)) {
            Thread.ofVirtual().name("turn-stop").start(this::nudge);
        }
    }

    private void nudge() {
        long began = System.nanoTime();
        try {
            do {
                if (System.nanoTime() - began > GRACE.toNanos() && why.get() != Why.SHUTDOWN) {
                    lost.accept(this);
                    over.countDown();
                    return;
                }
                Thread target = thread;
                if (target != null) {
                    target.interrupt();
                }
            } while (!noticed.await(NUDGE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// To be ended as soon as it runs; nothing of it is interrupted.
    void endAtOnce(Why reason) {
        why.compareAndSet(null, reason);
    }

    /// It has come to where a person must write first.
    ///
    /// @param until  in milliseconds of the epoch
    void rest(long until) {
        restsUntil = until;
    }

    /// Until when it rests; 0 where it came to its end.
    long restsUntil() {
        return restsUntil;
    }

    /// The turn's thread says that it knows, and is interrupted no more.
    Optional<Why> takeNote() {
        noticed.countDown();
        Why reason = why.get();
        return Optional.ofNullable(reason);
    }

    /// True once someone wants it to end.
    boolean stopping() {
        return why.get() != null;
    }

    boolean awaitOver(long millis) throws InterruptedException {
        return over.await(millis, TimeUnit.MILLISECONDS);
    }
}
