package moltbot.guardian.act;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.guardian.judge.Finding;

/// Trips the breaker, and does not rest until the breaker has it on disk. Safe for use by several threads.
public final class Tripwire implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("act");
    private static final Duration AGAIN = Duration.ofMillis(50);
    private static final Duration AGAIN_AFTER_REFUSAL = Duration.ofSeconds(1);
    /// The breaker keeps the first trip; more that wait together say nothing new to it.
    private static final int MAX_WAITING = 64;

    /// Told of each trip once the breaker has it on disk.
    @FunctionalInterface
    public interface Told {
        /// The breaker has it.
        ///
        /// @param trip  the one that stands: this finding's, or an earlier one's
        void tripped(Finding finding, String trip, long epoch);
    }

    private final LinkClient breaker;
    private final Told tripped;
    private final BlockingQueue<Finding> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicInteger pending = new AtomicInteger();
    private final Thread thread;
    private volatile boolean closed;

    public Tripwire(LinkClient breaker, Told tripped) {
        this.breaker = breaker;
        this.tripped = tripped;
        this.thread = Thread.ofVirtual().name("act-trip").start(this::work);
    }

    /// Trips for this finding.
    public void pull(Finding finding) {
        pending.incrementAndGet();
        if (!waiting.offer(finding)) {
            pending.decrementAndGet();
        }
    }

    /// True while a trip has not been acknowledged.
    public boolean pending() {
        return pending.get() > 0;
    }

    private void work() {
        try {
            while (!closed) {
                deliver(waiting.take());
                pending.decrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(Finding finding) throws InterruptedException {
        boolean said = false;
        while (!closed) {
            try {
                JsonObject latch = breaker.ask("breaker.trip", finding.toJson());
                tripped.tripped(finding, latch.text("id"), latch.number("epoch"));
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The breaker is tripped for " + finding.check() + " as " + latch.text("id") + ".");
                return;
            } catch (ContractException e) {
                if (!said) {
                    said = true;
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "The breaker could not be tripped yet, which is tried until it is: " + e.getMessage());
                }
                boolean refused = e.code() == ContractException.Code.REFUSED;
                LockSupport.parkNanos((refused ? AGAIN_AFTER_REFUSAL : AGAIN).toNanos());
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
