package moltbot.runtime.outbox;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Has one thing at a time sent to an address; no address waits for another. Safe for several threads.
public final class AddressLocks {
    private static final class Place {
        private final ReentrantLock lock = new ReentrantLock();
        private int users;
    }

    private final Map<String, Place> places = new HashMap<>();

    /// Something that is sent.
    @FunctionalInterface
    interface Sending<T> {
        T send() throws InterruptedException;
    }

    /// Waits until nothing else is on its way to that address.
    <T> T whileHeld(String address, Sending<T> sending) throws InterruptedException {
        Place place = enter(address);
        try {
            place.lock.lockInterruptibly();
            try {
                return sending.send();
            } finally {
                place.lock.unlock();
            }
        } finally {
            leave(address, place);
        }
    }

    private Place enter(String address) {
        synchronized (places) {
            Place place = places.computeIfAbsent(address, _ -> new Place());
            place.users++;
            return place;
        }
    }

    private void leave(String address, Place place) {
        synchronized (places) {
            place.users--;
            if (place.users == 0) {
                places.remove(address);
            }
        }
    }
}
