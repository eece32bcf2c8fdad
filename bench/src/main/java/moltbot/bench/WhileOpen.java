package moltbot.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// What is served while the breaker is OPEN, to many who ask all the time, through trips at random moments. Counted is
/// what was sent after a trip was acknowledged and answered before its reset was ordered: all of it must be refused.
final class WhileOpen implements Part {
    private static final int WANTED = 1_000_000;
    private static final int KNOCKERS = 8;

    private final AtomicBoolean over = new AtomicBoolean();
    /// Even while requests may be served, odd from the acknowledged trip to the order to reset.
    private final AtomicInteger window = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong servedWhileClosed = new AtomicLong();

    @Override
    public String name() {
        return "open";
    }

    @Override
    public void measure(Report report) throws Exception {
        Guarded.each(guarded -> {
            List<Future<?>> knockers = new ArrayList<>();
            int trips;
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < KNOCKERS; i++) {
                    int from = 2 + i;
                    knockers.add(threads.submit(() -> keepKnocking(guarded, from)));
                }
                try {
                    trips = trips(guarded);
                } finally {
                    over.set(true);
                }
            }
            for (Future<?> knocker : knockers) {
                knocker.get();
            }
            if (servedWhileClosed.get() == 0) {
                throw new IllegalStateException("Nothing was served while CLOSED either: this shows nothing.");
            }
            report.count(
                    "served_while_open",
                    "requests served while OPEN, of " + (refused.get() + served.get()) + " through " + trips
                            + " trips (" + servedWhileClosed.get() + " were served between them)",
                    served.get());
        });
    }

    private int trips(Guarded guarded) throws IOException {
        Random random = new Random(1);
        int trips = 0;
        while (refused.get() + served.get() < WANTED) {
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(300)).toNanos());
            String trip = guarded.house().trip();
            window.incrementAndGet();
            trips++;
            LockSupport.parkNanos(Duration.ofMillis(200 + random.nextInt(3_000)).toNanos());
            window.incrementAndGet();
            guarded.house().reset(trip, Guarded.PATIENCE);
            guarded.house().awaitState("CLOSED", Guarded.PATIENCE);
            guarded.owner().signIn();
        }
        return trips;
    }

    private Void keepKnocking(Guarded guarded, int from) throws IOException {
        while (!over.get()) {
            try (Knock knock = guarded.knock(from)) {
                int status = 200;
                while (status > 0 && status != 401 && !over.get()) {
                    int before = window.get();
                    status = knock.ask();
                    count(before, status);
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
        return null;
    }

    private void count(int before, int status) {
        boolean open = before % 2 == 1;
        if (window.get() != before || status <= 0) {
            return;
        }
        if (!open) {
            servedWhileClosed.addAndGet(status == 200 ? 1 : 0);
        } else if (status == 503) {
            refused.incrementAndGet();
        } else {
            served.incrementAndGet();
        }
    }
}
