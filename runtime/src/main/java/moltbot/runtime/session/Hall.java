package moltbot.runtime.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Where one conversation's watchers stand: what happens is called out once, and each takes it at its own pace. A
/// watcher that falls behind loses its queue, never the thread of it: it reads on from the store. Safe for several
/// threads.
final class Hall {
    private static final int MAX_QUEUED_EVENTS = 256;
    private static final int MAX_QUEUED_BYTES = 1 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Seat> seats = new ArrayList<>();
    private final StringBuilder draft = new StringBuilder();
    private String draftTurn = "";
    private long draftVersion;
    private boolean draftRestarted;

    /// What a watcher gets next.
    sealed interface Delivery {
        /// Events in order.
        record Events(List<Kept> events) implements Delivery {}

        /// More of the draft.
        record Draft(String turn, String text, boolean restart) implements Delivery {}

        /// Too much came at once: read on from the store.
        record Behind() implements Delivery {}
    }

    /// One watcher's place. Taken from by one thread.
    final class Seat implements AutoCloseable {
        private final Condition news = lock.newCondition();
        private final Deque<Kept> queue = new ArrayDeque<>();
        private int queuedBytes;
        private boolean behind;
        private long seenVersion = -1;
        private int seenChars;
        private boolean fresh = true;

        /// Waits for what comes next; no draft comes before `draftsFrom` on the clock of [System#nanoTime].
        Delivery take(long draftsFrom) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (true) {
                    if (behind) {
                        behind = false;
                        return new Delivery.Behind();
                    }
                    if (!queue.isEmpty()) {
                        List<Kept> events = List.copyOf(queue);
                        queue.clear();
                        queuedBytes = 0;
                        return new Delivery.Events(events);
                    }
                    long wait = draftsFrom - System.nanoTime();
                    if (!hasDraft()) {
                        news.await();
                    } else if (wait <= 0) {
                        return takeDraft();
                    } else if (news.await(wait, TimeUnit.NANOSECONDS)) {
                        continue;
                    }
                }
            } finally {
                lock.unlock();
            }
        }

        private boolean hasDraft() {
            return seenVersion == draftVersion ? draft.length() > seenChars : draftRestarted || !draft.isEmpty();
        }

        private Delivery takeDraft() {
            boolean sameText = seenVersion == draftVersion;
            // A watcher that came back may still show the text it had before: its first draft replaces that.
            boolean restart = !sameText && (draftRestarted || fresh);
            String text = draft.substring(sameText ? seenChars : 0);
            fresh = false;
            seenVersion = draftVersion;
            seenChars = draft.length();
            return new Delivery.Draft(draftTurn, text, restart);
        }

        private void offer(Kept event) {
            if (behind) {
                return;
            }
            queue.addLast(event);
            queuedBytes += event.frame().length;
            if (queue.size() > MAX_QUEUED_EVENTS || queuedBytes > MAX_QUEUED_BYTES) {
                queue.clear();
                queuedBytes = 0;
                behind = true;
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                seats.remove(this);
            } finally {
                lock.unlock();
            }
        }
    }

    Seat sit() {
        lock.lock();
        try {
            Seat seat = new Seat();
            seats.add(seat);
            return seat;
        } finally {
            lock.unlock();
        }
    }

    /// Calls out what came on disk. `endsDraft` where it says for good what the draft said for the eye.
    void publish(List<Kept> events, boolean endsDraft) {
        lock.lock();
        try {
            if (endsDraft && (draftRestarted || !draft.isEmpty())) {
                resetDraft("", false);
            }
            for (Seat seat : seats) {
                events.forEach(seat::offer);
                seat.news.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    void draft(String turn, String text) {
        lock.lock();
        try {
            draftTurn = turn;
            draft.append(text);
            seats.forEach(seat -> seat.news.signal());
        } finally {
            lock.unlock();
        }
    }

    void restartDraft(String turn) {
        lock.lock();
        try {
            resetDraft(turn, true);
            seats.forEach(seat -> seat.news.signal());
        } finally {
            lock.unlock();
        }
    }

    private void resetDraft(String turn, boolean restarted) {
        draft.setLength(0);
        draft.trimToSize();
        draftTurn = turn;
        draftRestarted = restarted;
        draftVersion++;
    }
}
