package moltbot.breaker;

import moltbot.breaker.listen.HttpListener;
import moltbot.breaker.operate.Consequences;
import moltbot.contract.ContractException;

/// The listener as the breaker opens and shuts it: one that only this machine reaches stays, to say what is wrong.
final class Door implements Consequences.Door {
    private static final System.Logger LOG = System.getLogger("door");

    private final HttpListener listener;
    private final boolean loopback;

    Door(HttpListener listener, boolean loopback) {
        this.listener = listener;
        this.loopback = loopback;
    }

    /// At the start of the process: a port that is taken is an error to show.
    void start(boolean hidden) {
        if (loopback || !hidden) {
            listener.bind();
        }
    }

    @Override
    public void shut() {
        if (!loopback) {
            listener.unbind();
        }
    }

    /// Not on the caller's thread, which holds the circuit.
    @Override
    public void openAgain() {
        if (!loopback) {
            Thread.ofVirtual().name("bind").start(this::bind);
        }
    }

    private void bind() {
        try {
            listener.bind();
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.ERROR, "The listener could not be opened again.", e);
        }
    }
}
