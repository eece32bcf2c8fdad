package moltbot.guardian.act;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;

/// Tells the breaker the guardian's report, every second and soon after each change, since the guardian itself listens
/// nowhere; the breaker shows it to the owner, and answers with what the owner ordered since. Nothing waits for it.
public final class Teller implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("report");
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration AT_MOST_EVERY = Duration.ofMillis(100);

    private final LinkClient breaker;
    private final Supplier<JsonObject> report;
    private final Consumer<JsonObject> orders;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final Thread thread;
    private boolean changed;
    private volatile boolean closed;

    /// @param orders  takes the breaker's answer
    public Teller(LinkClient breaker, Supplier<JsonObject> report, Consumer<JsonObject> orders) {
        this.breaker = breaker;
        this.report = report;
        this.orders = orders;
        this.thread = Thread.ofVirtual().name("act-tell").unstarted(this::work);
    }

    public void start() {
        thread.start();
    }

    /// Something changed.
    public void wake() {
        lock.lock();
        try {
            changed = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        try {
            while (!closed) {
                tell();
                TimeUnit.NANOSECONDS.sleep(AT_MOST_EVERY.toNanos());
                awaitTurn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell() {
        try {
            byte[] body = report.get().toString().getBytes(StandardCharsets.UTF_8);
            orders.accept(breaker.ask("guardian.report", JsonObject.EMPTY, body));
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "The report was not told: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The report could not be made.", e);
        }
    }

    private void awaitTurn() throws InterruptedException {
        lock.lock();
        try {
            long left = EVERY.toNanos();
            while (!changed && left > 0) {
                left = woken.awaitNanos(left);
            }
            changed = false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
