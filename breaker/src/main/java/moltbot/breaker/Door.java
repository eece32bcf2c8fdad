package moltbot.breaker;

import java.time.Duration;
import moltbot.breaker.listen.HttpListener;
import moltbot.breaker.operate.Consequences;
import moltbot.contract.ContractException;

/// The listener as the breaker opens and shuts it: one that only this machine reaches stays, to say what is wrong.
///
/// Shutting takes effect before it returns, whatever opening is under way. Opening is done by a thread of its own, not
/// by the caller's, which holds the circuit; where the port cannot be had, it tries again until it is shut.
final class Door implements Consequences.Door, AutoCloseable {
    static final Duration RETRY = Duration.ofSeconds(1);

    private static final System.Logger LOG = System.getLogger("door");

    private final HttpListener listener;
    private final boolean loopback;
    private final Duration retry;
    private boolean wanted;
    private boolean opening;

    Door(HttpListener listener, boolean loopback, Duration retry) {
        this.listener = listener;
        this.loopback = loopback;
        this.retry = retry;
    }

    /// At the start of the process: a port that is taken is an error to show.
    void start(boolean hidden) {
        if (loopback || !hidden) {
            listener.bind();
        }
    }

    @Override
    public synchronized void shut() {
        if (!loopback) {
            wanted = false;
            notifyAll();
            listener.unbind();
        }
    }

    @Override
    public synchronized void openAgain() {
        if (loopback) {
            return;
        }
        wanted = true;
        if (!opening) {
            opening = true;
            Thread.ofVirtual().name("door").start(this::open);
        }
    }

    private synchronized void open() {
        try {
            boolean told = false;
            while (wanted && !bound(told)) {
                told = true;
                wait(retry.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            opening = false;
        }
    }

    private boolean bound(boolean told) {
        try {
            listener.bind();
            return true;
        } catch (ContractException e) {
            if (!told) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "The listener could not be opened again; it is tried until it can be.",
                        e);
            }
            return false;
        }
    }

    /// Opens no more.
    @Override
    public synchronized void close() {
        wanted = false;
        notifyAll();
    }
}
