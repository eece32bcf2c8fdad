package moltbot.runtime.outbox;

import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Has one thing at a time sent to an address. Safe for several threads.
public final class AddressLocks {
    private static final int MANY = 64;

    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(MANY).toArray(ReentrantLock[]::new);

    /// Something that is sent.
    @FunctionalInterface
    interface Sending<T> {
        T send() throws InterruptedException;
    }

    /// Waits until nothing else is on its way to that address.
    <T> T whileHeld(String address, Sending<T> sending) throws InterruptedException {
        ReentrantLock lock = locks[Math.floorMod(address.hashCode(), MANY)];
        lock.lockInterruptibly();
        try {
            return sending.send();
        } finally {
            lock.unlock();
        }
    }
}
