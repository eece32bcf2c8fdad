package moltbot.spawner.task;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import moltbot.contract.ContractException;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.sandbox.SandboxBrowser;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.contract.sandbox.SandboxHold;
import org.jspecify.annotations.Nullable;

/// Both ways of a sandbox that is held open, between its link and its tier, and how long it has been silent. The link
/// is listened to however slow the program is, for that is how a caller that went away is noticed; so the caller may
/// have no more under way than fits here, and is told what the program took.
final class HeldStreams implements TaskInput, TaskOutput, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("task");
    private static final Duration LOOK = Duration.ofMillis(250);

    /// How long a caller may take to read the end of what was ended for it.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final LinkExchange exchange;
    private final Duration silence;
    private final Stop stop;
    /// A page can have its browser say something for ever; only what its caller says keeps it open.
    private final boolean talksToItself;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final byte[] waiting = new byte[SandboxHold.WINDOW_BYTES];
    private int first;
    private int count;
    private int given;
    private int taken;
    private boolean inputEnded;
    private boolean over;
    private boolean closed;
    private volatile boolean silent;
    private volatile long wordNanos = System.nanoTime();
    private final Thread listener = thread("hold-listen", this::listen);
    private final Thread teller = thread("hold-tell", this::tell);
    private final Thread watcher = thread("hold-watch", this::watch);

    private HeldStreams(LinkExchange exchange, SandboxHold hold, Stop stop) {
        this.exchange = exchange;
        this.silence = hold.silence();
        this.talksToItself = SandboxBrowser.isOne(hold);
        this.stop = stop;
    }

    /// From now on the exchange's body is read here and nowhere else.
    static HeldStreams begin(LinkExchange exchange, SandboxHold hold, Stop stop) {
        HeldStreams streams = new HeldStreams(exchange, hold, stop);
        streams.listener.start();
        streams.teller.start();
        streams.watcher.start();
        return streams;
    }

    private static Thread thread(String name, Work work) {
        return Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void listen() throws InterruptedException {
        try {
            byte[] frame;
            while ((frame = exchange.next()) != null) {
                arrive(SandboxFrame.decode(frame));
            }
            lock.lock();
            try {
                inputEnded = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "A held sandbox''s caller: {0}", e.getMessage());
            stop.now("Whoever held it open went away or broke the rules of the link, so it was ended.");
        }
    }

    private void arrive(SandboxFrame frame) {
        byte[] bytes = frame.bytes();
        lock.lock();
        try {
            if (frame.kind() != SandboxFrame.Kind.INPUT
                    || bytes.length == 0
                    || bytes.length > SandboxHold.PIECE_BYTES
                    || count + given + taken + bytes.length > SandboxHold.WINDOW_BYTES) {
                throw ContractException.malformed("That is no input, or more than may be under way.");
            }
            int at = (first + count) % waiting.length;
            int straight = Math.min(bytes.length, waiting.length - at);
            System.arraycopy(bytes, 0, waiting, at, straight);
            System.arraycopy(bytes, straight, waiting, 0, bytes.length - straight);
            count += bytes.length;
            wordNanos = System.nanoTime();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public byte @Nullable [] next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            taken += given;
            given = 0;
            changed.signalAll();
            while (count == 0 && !inputEnded) {
                changed.await();
            }
            if (count == 0) {
                return null;
            }
            byte[] piece = new byte[Math.min(count, SandboxHold.PIECE_BYTES)];
            int straight = Math.min(piece.length, waiting.length - first);
            System.arraycopy(waiting, first, piece, 0, straight);
            System.arraycopy(waiting, 0, piece, straight, piece.length - straight);
            first = (first + piece.length) % waiting.length;
            count -= piece.length;
            given = piece.length;
            return piece;
        } finally {
            lock.unlock();
        }
    }

    /// By a thread of its own: the tier's may be interrupted, and a thread that is interrupted while it writes to a
    /// link closes it.
    private void tell() throws InterruptedException {
        try {
            int told;
            while ((told = awaitTaken()) > 0) {
                exchange.send(SandboxFrame.taken(told).encode());
            }
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "Nobody is told what a program took: {0}", e.getMessage());
        }
    }

    private int awaitTaken() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (taken == 0 && !over) {
                changed.await();
            }
            int told = over ? 0 : taken;
            taken = 0;
            return told;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(SandboxFrame.Kind kind, byte[] bytes, int length) {
        if (!talksToItself) {
            wordNanos = System.nanoTime();
        }
        exchange.send(SandboxFrame.of(kind, bytes, length).encode());
    }

    /// Ends what is silent, and leaves a caller that does not read how its program was ended.
    private void watch() throws InterruptedException {
        long stoppedNanos = System.nanoTime();
        while (open(Math.min(LOOK.toNanos(), silence.toNanos()))) {
            long now = System.nanoTime();
            if (stop.reason().isPresent()) {
                if (now - stoppedNanos > PATIENCE.toNanos()) {
                    exchange.abandon();
                    return;
                }
            } else if (now - wordNanos > silence.toNanos()) {
                silent = true;
                stop.now("Nothing came or went for " + silence.toMillis() / 1000.0 + " s, so it was ended.");
            } else {
                stoppedNanos = now;
            }
        }
    }

    private boolean open(long waitNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = waitNanos;
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /// The program is over: nobody is told any more what it took, so that its end is the last word.
    ///
    /// @return true if it was ended because it was silent
    boolean over() throws InterruptedException {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        teller.join();
        return silent;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            over = true;
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        listener.interrupt();
    }
}
