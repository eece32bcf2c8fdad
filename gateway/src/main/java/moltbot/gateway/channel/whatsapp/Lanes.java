package moltbot.gateway.channel.whatsapp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import moltbot.contract.channel.Address;

/// Does what there is to do for each conversation in its order, and lets no conversation wait for another: an answer
/// that one person is given may take seconds. So much is waited for of one, and of all. Safe for several threads.
final class Lanes {
    private static final int MOST = 64;

    /// Fewer than whoever calls the house may have under way at once, so that nobody takes the room of all others.
    private static final int MOST_OF_ONE = 8;

    private final Map<Address, Deque<FutureTask<?>>> lanes = new HashMap<>();
    private int waiting;
    private boolean closed = true;

    /// From here on something is taken.
    synchronized void open() {
        closed = false;
    }

    /// Has it done after all that was offered for that conversation before.
    ///
    /// @return false where there is no room for it
    synchronized boolean offer(Address place, FutureTask<?> work) {
        Deque<FutureTask<?>> before = lanes.get(place);
        if (closed || waiting >= MOST || (before != null && before.size() >= MOST_OF_ONE)) {
            return false;
        }
        waiting++;
        if (before == null) {
            Deque<FutureTask<?>> lane = new ArrayDeque<>();
            lane.add(work);
            lanes.put(place, lane);
            Thread.ofVirtual().name("whatsapp-receive").start(() -> run(place, work));
        } else {
            before.add(work);
        }
        return true;
    }

    private void run(Address place, FutureTask<?> first) {
        Optional<FutureTask<?>> work = Optional.of(first);
        while (work.isPresent()) {
            work.get().run();
            work = next(place);
        }
    }

    /// What is being done stays in its lane until it is done, and the lane as long as there is something in it.
    private synchronized Optional<FutureTask<?>> next(Address place) {
        Deque<FutureTask<?>> lane = lanes.get(place);
        if (lane == null) {
            return Optional.empty();
        }
        FutureTask<?> _ = lane.remove();
        waiting--;
        if (lane.isEmpty()) {
            lanes.remove(place);
        }
        return Optional.ofNullable(lane.peek());
    }

    /// What waits, and what is being done.
    synchronized int waiting() {
        return waiting;
    }

    /// Nothing more is taken, and what is under way is interrupted.
    synchronized void close() {
        closed = true;
        for (Deque<FutureTask<?>> lane : lanes.values()) {
            lane.forEach(work -> work.cancel(true));
        }
    }
}
