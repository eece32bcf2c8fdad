package moltbot.breaker.listen;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import org.jspecify.annotations.Nullable;

/// Where the event loop and the thread of one exchange meet: pieces of the body that have come, and whether the other
/// end is still there and reading. Both waits are bounded.
final class Inbox {
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private boolean complete;
    private boolean broken;
    private boolean gone;

    Inbox(Duration patience) {
        this.patience = patience;
    }

    void piece(byte[] bytes) {
        change(() -> pieces.add(bytes));
    }

    void complete() {
        change(() -> complete = true);
    }

    void broken() {
        change(() -> broken = true);
    }

    void gone() {
        change(() -> gone = true);
    }

    void writable() {
        change(() -> {});
    }

    private void change(Runnable what) {
        lock.lock();
        try {
            what.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isGone() {
        lock.lock();
        try {
            return gone;
        } finally {
            lock.unlock();
        }
    }

    /// The next piece, null at the end.
    ///
    /// @param ask   asks the network for one more
    /// @param most  how long it is waited for
    byte @Nullable [] next(Runnable ask, Duration most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = most.toNanos();
            boolean asked = false;
            while (true) {
                if (gone) {
                    throw lost();
                } else if (broken) {
                    throw new ContractException(
                            Code.MALFORMED, "broken-body", "The request's body is not well formed. Nothing was taken.");
                } else if (!pieces.isEmpty()) {
                    return pieces.poll();
                } else if (complete) {
                    return null;
                } else if (left <= 0) {
                    throw new ContractException(
                            Code.TIMEOUT, "slow-body", "The request came too slowly. Nothing was taken.");
                }
                if (!asked) {
                    asked = true;
                    ask.run();
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the other end reads again; true if it did in time.
    boolean awaitWritable(Writable channel) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (!gone && !channel.isWritable()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return !gone;
        } finally {
            lock.unlock();
        }
    }

    /// A channel, as far as waiting for it goes.
    @FunctionalInterface
    interface Writable {
        boolean isWritable();
    }

    static ContractException lost() {
        return new ContractException(Code.LOST, "The browser left.");
    }
}
