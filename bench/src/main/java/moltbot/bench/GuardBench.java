package moltbot.bench;

import static moltbot.bench.Figures.percentile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// How fast the guard is, measured from outside: from what goes wrong to the last byte that gets through.
public final class GuardBench {
    private static final int TRIPS = 20;
    private static final int STREAMS = 40;
    private static final int SOCKETS = 500;
    private static final int KILLS = 20;
    private static final int STOPS = 5;
    private static final int KNOCKS_WHILE_OPEN = 1_000_000;
    private static final int KNOCKERS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Report report = new Report();

    private GuardBench() {}

    public static void main(String[] arguments) throws Exception {
        new GuardBench().run(Path.of(arguments.length > 0 ? arguments[0] : "bench/RESULTS.md"));
    }

    private void run(Path results) throws Exception {
        MeasuredHouse.inFolder(folder -> {
            MeasuredHouse.settings(folder, URI.create("http://127.0.0.1:9"), "reset-dwell-seconds: 0\n");
            try (MeasuredHouse house = MeasuredHouse.up(folder);
                    BrowserPath owner = BrowserPath.claim(house)) {
                kills(house, owner);
                stops(house, owner);
                trips(house, owner);
                knocksWhileOpen(house, owner);
            }
        });
        report.append(results, "The guard", "`make bench-guard`.");
    }

    /// From a moment until the owner's own page is no longer served.
    private static Duration untilBlocked(MeasuredHouse house, BrowserPath owner, Runnable moment) throws IOException {
        try (Knock knock = new Knock(house.listen(), loopback(1), "/api/overview", owner.cookie())) {
            if (knock.ask() != 200) {
                throw new IllegalStateException("The owner's page is not served to begin with.");
            }
            long start = System.nanoTime();
            moment.run();
            while (knock.ask() == 200) {
                // A signed-in browser has 100 requests a second; this stays below it.
                LockSupport.parkNanos(Duration.ofMillis(12).toNanos());
            }
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    private void kills(MeasuredHouse house, BrowserPath owner) throws Exception {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < KILLS; i++) {
            long guardian = house.pid("guardian");
            times.add(untilBlocked(house, owner, () -> signal(guardian, "KILL")));
            house.awaitState("CLOSED", PATIENCE);
        }
        report.figure("guardian_killed_p50_ms", "guardian killed until blocked, p50", percentile(times, 0.5));
        report.figure("guardian_killed_max_ms", "the longest of " + KILLS, percentile(times, 1));
    }

    private void stops(MeasuredHouse house, BrowserPath owner) throws Exception {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < STOPS; i++) {
            long guardian = house.pid("guardian");
            times.add(untilBlocked(house, owner, () -> signal(guardian, "STOP")));
            signal(guardian, "CONT");
            house.awaitState("CLOSED", PATIENCE);
        }
        report.figure(
                "guardian_stopped_max_ms", "guardian stopped until blocked, longest of " + STOPS, percentile(times, 1));
    }

    private void trips(MeasuredHouse house, BrowserPath owner) throws Exception {
        List<Duration> served = new ArrayList<>();
        List<Duration> streams = new ArrayList<>();
        int alive = 0;
        for (int i = 0; i < TRIPS; i++) {
            try (Crowd crowd = Crowd.of(house, owner, STREAMS, i == 0 ? SOCKETS - STREAMS : 10)) {
                AtomicLong lastServed = new AtomicLong();
                Future<?> asking = crowd.keepAsking(owner, lastServed);
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                long start = System.nanoTime();
                String trip = house.trip();
                streams.add(Duration.ofNanos(Math.max(0, crowd.lastStreamEnded(PATIENCE) - start)));
                asking.get();
                served.add(Duration.ofNanos(Math.max(0, lastServed.get() - start)));
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos() - (System.nanoTime() - start));
                alive += crowd.alive();
                house.reset(trip, PATIENCE);
            }
            house.awaitState("CLOSED", PATIENCE);
            owner.signIn();
        }
        report.figure(
                "trip_to_last_request_max_ms",
                "trip ordered until the last request was served, longest of " + TRIPS,
                percentile(served, 1));
        report.figure(
                "trip_to_last_stream_p50_ms",
                "trip ordered until the last stream was cut, p50",
                percentile(streams, 0.5));
        report.figure("trip_to_last_stream_max_ms", "the longest of " + TRIPS, percentile(streams, 1));
        report.count(
                "sockets_alive",
                "sockets alive one second after a trip, of " + SOCKETS + " and " + (TRIPS - 1) + " smaller crowds",
                alive);
    }

    /// What those who knock all the time have seen. Counted is what was sent after a trip was acknowledged and answered
    /// before its reset was ordered: that must have been refused.
    private static final class Tally {
        private final AtomicBoolean open = new AtomicBoolean();
        private final AtomicLong window = new AtomicLong();
        private final AtomicLong refused = new AtomicLong();
        private final AtomicLong served = new AtomicLong();
        private final AtomicBoolean over = new AtomicBoolean();

        private void knock(Knock knock) {
            int status = 0;
            while (status >= 0 && !over.get()) {
                if (!open.get()) {
                    // Knocks of a sign-in that has ended would use up what strangers, the owner's next sign-in among
                    // them, may ask.
                    LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
                    continue;
                }
                long before = window.get();
                boolean wasOpen = open.get();
                status = knock.ask();
                if (wasOpen && open.get() && window.get() == before && status > 0) {
                    (status == 503 ? refused : served).incrementAndGet();
                }
            }
        }

        private long all() {
            return refused.get() + served.get();
        }
    }

    private void knocksWhileOpen(MeasuredHouse house, BrowserPath owner) throws Exception {
        Tally tally = new Tally();
        Random random = new Random(1);
        List<Future<?>> knockers = new ArrayList<>();
        int trips = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < KNOCKERS; i++) {
                InetAddress from = loopback(2 + i);
                knockers.add(threads.submit(() -> {
                    while (!tally.over.get()) {
                        try (Knock knock = new Knock(house.listen(), from, "/api/overview", owner.cookie())) {
                            tally.knock(knock);
                        }
                    }
                    return null;
                }));
            }
            while (tally.all() < KNOCKS_WHILE_OPEN) {
                String trip = house.trip();
                trips++;
                tally.window.incrementAndGet();
                tally.open.set(true);
                LockSupport.parkNanos(
                        Duration.ofMillis(1_000 + random.nextInt(20_000)).toNanos());
                tally.open.set(false);
                house.reset(trip, PATIENCE);
                house.awaitState("CLOSED", PATIENCE);
                owner.signIn();
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(500)).toNanos());
            }
            tally.over.set(true);
        }
        for (Future<?> knocker : knockers) {
            knocker.get();
        }
        report.count(
                "served_while_open",
                "requests served while OPEN, of " + tally.all() + " with " + trips + " trips",
                tally.served.get());
    }

    static InetAddress loopback(int last) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    private static void signal(long pid, String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .inheritIO()
                    .start();
            if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("kill -" + name + " did not work.");
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted.", e);
        }
    }
}
