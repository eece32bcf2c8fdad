package moltbot.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Many connections of a signed-in owner: open event streams, and others that have been answered and stay.
final class Crowd implements AutoCloseable {
    private final List<BrowserPath.Events> streams = new ArrayList<>();
    private final List<Knock> others = new ArrayList<>();
    private final Guarded guarded;
    private final CountDownLatch cut;
    private final AtomicLong lastCut = new AtomicLong();

    private Crowd(Guarded guarded, int streams) {
        this.guarded = guarded;
        this.cut = new CountDownLatch(streams);
    }

    static Crowd of(Guarded guarded, int streams, int others) throws IOException {
        Crowd crowd = new Crowd(guarded, streams);
        for (int i = 0; i < others; i++) {
            Knock knock = guarded.knock(10 + i % 40);
            knock.ask();
            crowd.others.add(knock);
        }
        for (int i = 0; i < streams; i++) {
            BrowserPath.Events events = guarded.owner().new Events("crowd-" + i);
            crowd.streams.add(events);
            Thread.ofVirtual().start(() -> crowd.follow(events));
        }
        return crowd;
    }

    private void follow(BrowserPath.Events events) {
        events.awaitEnd();
        lastCut.accumulateAndGet(System.nanoTime(), Math::max);
        cut.countDown();
    }

    /// Asks for the owner's page until it is refused; the time of the last answer that was none goes to `lastServed`.
    Future<?> keepAsking(AtomicLong lastServed) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            try (Knock knock = guarded.knock(9)) {
                while (knock.ask() == 200) {
                    lastServed.set(System.nanoTime());
                    LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                }
            }
            return null;
        });
        Thread.ofVirtual().start(task);
        return task;
    }

    /// The moment at which the last stream was cut.
    long lastStreamEnded(Duration patience) throws InterruptedException {
        if (!cut.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(cut.getCount() + " streams were not cut.");
        }
        return lastCut.get();
    }

    /// How many connections are still there.
    int alive() {
        return (int) others.stream().filter(knock -> !knock.endsWithin(1)).count() + (int) cut.getCount();
    }

    @Override
    public void close() throws IOException {
        for (Knock knock : others) {
            knock.close();
        }
        for (BrowserPath.Events events : streams) {
            events.close();
        }
    }
}
