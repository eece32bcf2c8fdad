package moltbot.gateway.egress.task;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What one task may still use of the network. Safe for use by several threads.
final class Budget {
    static final int MAX_REQUESTS = 5_000;
    static final int MAX_REFUSALS = 200;

    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();

    Budget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Before the bytes are passed on, in either direction.
    void spend(long count) throws Refusal {
        if (bytes.addAndGet(count) > maxBytes) {
            throw Refusal.forbidden("This task has used up the " + maxBytes + " bytes it may move over the network.");
        }
    }

    void request() throws Refusal {
        if (requests.incrementAndGet() > MAX_REQUESTS) {
            throw Refusal.forbidden("This task has made the " + MAX_REQUESTS + " requests it may make.");
        }
    }

    /// True while refusals may still be answered and written down one by one.
    boolean refusal() {
        return refusals.incrementAndGet() <= MAX_REFUSALS;
    }

    long bytes() {
        return bytes.get();
    }

    int requests() {
        return requests.get();
    }

    int refusals() {
        return refusals.get();
    }
}
