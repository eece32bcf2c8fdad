package moltbot.breaker.upstream.control;

import java.util.concurrent.atomic.AtomicBoolean;
import moltbot.breaker.exchange.Exchange;
import moltbot.breaker.identity.SignedIn;
import moltbot.contract.link.LinkCall;

/// One exchange on its way through. May be cut by any thread: an answer that has begun ends with its connection, one
/// that has not is left for the breaker to give.
final class Forwarding implements AutoCloseable {
    private final Exchange exchange;
    private final SignedIn who;
    private final LinkCall call;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean cut;

    Forwarding(Exchange exchange, SignedIn who, LinkCall call) {
        this.exchange = exchange;
        this.who = who;
        this.call = call;
    }

    SignedIn who() {
        return who;
    }

    LinkCall call() {
        return call;
    }

    void cut() {
        cut = true;
        if (exchange.begun()) {
            exchange.abort();
        }
        close();
    }

    boolean wasCut() {
        return cut;
    }

    /// A call must be closed once only: its connection goes back to the others.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            call.close();
        }
    }
}
