package moltbot.breaker.operate;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import moltbot.contract.ContractException;

/// Tells control which epoch it is, and goes on until control has heard: what was asked before may never be answered
/// after. At the start and at every trip; and now and then, for a control that was started anew. Has a thread of its
/// own, so that no trip waits for it.
public final class Herald implements AutoCloseable {
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger("herald");

    private final LongConsumer tell;
    private final BlockingQueue<Long> news = new LinkedBlockingQueue<>();
    private final Thread thread;

    /// @param tell  returns once it was heard; else throws [ContractException]
    public Herald(LongConsumer tell) {
        this.tell = tell;
        this.thread = Thread.ofVirtual().name("herald").unstarted(this::run);
    }

    /// Begins to tell.
    public Herald start(long epoch) {
        news.add(epoch);
        thread.start();
        return this;
    }

    /// A new epoch has begun.
    public void epoch(long epoch) {
        news.add(epoch);
    }

    private void run() {
        try {
            long newest = news.take();
            while (true) {
                Duration pause = told(newest) ? AGAIN : RETRY;
                Long next = news.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
                newest = next == null ? newest : Math.max(newest, next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean told(long epoch) {
        try {
            tell.accept(epoch);
            return true;
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "Control has not heard of the epoch yet.", e);
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
