package moltbot.guardian.lease;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.lease.Lease;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;

/// Keeps one lock's exchange `lease.hold` open and sends it a lease at every beat that the issuer allows. One lease is
/// under way at a time: a lock that does not answer gets no queue of old ones. A lock that restarts is reached again at
/// once. One virtual thread sends, another reads.
final class LockLine implements AutoCloseable {
    /// Told of the other end. Called on the line's threads.
    interface Listener {
        /// A frame of the lock's state.
        ///
        /// @param first       true where this lock was not reached before, or was lost since
        /// @param askedNanos  when it was asked; it may have lain here unread while this process stood still
        void state(JsonObject state, boolean first, long askedNanos);

        /// It cannot be reached any more.
        void lost();
    }

    private static final System.Logger LOG = System.getLogger("lease");
    private static final Duration AGAIN = Duration.ofMillis(50);

    private final String lock;
    private final LinkClient client;
    private final Function<String, Decision> issuer;
    private final Listener listener;
    private final LongSupplier nanos;
    private final Thread thread;
    private final ReentrantLock guard = new ReentrantLock();
    private final Condition changed = guard.newCondition();
    private boolean woken;
    private boolean answered;
    private boolean over;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile long askedNanos;
    private volatile boolean reached;
    private String told = "";
    private String unsaid = "";

    LockLine(String lock, LinkClient client, Function<String, Decision> issuer, Listener listener, LongSupplier nanos) {
        this.lock = lock;
        this.client = client;
        this.issuer = issuer;
        this.listener = listener;
        this.nanos = nanos;
        this.thread = Thread.ofVirtual().name("lease-" + lock).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Something changed that a decision depends on: decide anew now rather than at the next beat.
    void wake() {
        guard.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            guard.unlock();
        }
    }

    private void run() {
        try {
            while (!closed) {
                askedNanos = nanos.getAsLong();
                try (LinkCall call = client.open("lease.hold", JsonObject.EMPTY)) {
                    hold(call);
                } catch (ContractException e) {
                    unreachable(e);
                    stopped.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void unreachable(ContractException e) {
        boolean wasReached = reached;
        reached = false;
        if (wasReached) {
            listener.lost();
        }
        if (!closed) {
            tell(wasReached ? "gone: " + e.getMessage() : "not reached yet: " + e.getMessage());
        }
    }

    private void hold(LinkCall call) throws InterruptedException {
        over = false;
        answered = false;
        Thread reader = Thread.ofVirtual().name("lease-read-" + lock).start(() -> read(call));
        try {
            awaitFirstAnswer();
            while (decide(call)) {
                awaitTurn();
            }
        } finally {
            call.close();
            reader.join();
        }
        // The exchange was ended, and so was the lease. Opened anew it tells the lock's state.
        awaitTurn();
    }

    /// False where the exchange is to end.
    private boolean decide(LinkCall call) {
        if (isOver()) {
            throw new ContractException(ContractException.Code.LOST, "The link ended.");
        }
        return switch (issuer.apply(lock)) {
            case Decision.Give(String sealed) -> {
                if (takeAnswer()) {
                    askedNanos = nanos.getAsLong();
                    call.send(sealed.getBytes(StandardCharsets.US_ASCII));
                }
                unsaid = "";
                tell("has a lease");
                yield true;
            }
            case Decision.Withhold(String why) -> {
                tellSecond("gets no lease: " + why);
                yield true;
            }
            case Decision.End(String why) -> {
                tell("lost its lease: " + why);
                yield false;
            }
        };
    }

    private void read(LinkCall call) {
        try {
            JsonObject state = call.reply();
            boolean first = !reached;
            reached = true;
            byte[] frame;
            do {
                listener.state(state, first, askedNanos);
                first = false;
                answered();
                frame = call.next();
                state = frame == null ? state : JsonObject.parse(frame);
            } while (frame != null);
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "The {0} ended its exchange: {1}", lock, e.getMessage());
        } finally {
            ended();
        }
    }

    private void awaitFirstAnswer() throws InterruptedException {
        guard.lock();
        try {
            while (!answered && !over) {
                changed.await();
            }
        } finally {
            guard.unlock();
        }
    }

    private void awaitTurn() throws InterruptedException {
        guard.lock();
        try {
            long left = Lease.BEAT.toNanos();
            while (!woken && !over && left > 0) {
                left = changed.awaitNanos(left);
            }
            woken = false;
        } finally {
            guard.unlock();
        }
    }

    /// True once for each answer.
    private boolean takeAnswer() {
        guard.lock();
        try {
            boolean was = answered;
            answered = false;
            return was;
        } finally {
            guard.unlock();
        }
    }

    private void answered() {
        guard.lock();
        try {
            answered = true;
            changed.signalAll();
        } finally {
            guard.unlock();
        }
    }

    private void ended() {
        guard.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            guard.unlock();
        }
    }

    private boolean isOver() {
        guard.lock();
        try {
            return over;
        } finally {
            guard.unlock();
        }
    }

    /// What is so for a moment at every start is not worth a line: said once it is so a beat later too.
    private void tellSecond(String what) {
        if (what.equals(unsaid)) {
            tell(what);
        }
        unsaid = what;
    }

    /// Once for every change.
    private void tell(String what) {
        if (!what.equals(told)) {
            told = what;
            LOG.log(System.Logger.Level.INFO, "The " + lock + ": " + what);
        }
    }

    @Override
    public void close() {
        closed = true;
        stopped.countDown();
        thread.interrupt();
        client.close();
    }
}
