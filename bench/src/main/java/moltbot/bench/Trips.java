package moltbot.bench;

import static moltbot.bench.Figures.percentile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// From the order to trip to the last request served, the last stream cut, and whether anything is connected a second
/// later.
final class Trips implements Part {
    private static final int TRIPS = 20;
    private static final int STREAMS = 40;
    private static final int SOCKETS = 500;

    @Override
    public String name() {
        return "trips";
    }

    @Override
    public void measure(Report report) throws Exception {
        List<Duration> served = new ArrayList<>();
        List<Duration> streams = new ArrayList<>();
        long[] alive = {0};
        Guarded.each(guarded -> {
            for (int i = 0; i < TRIPS; i++) {
                alive[0] += trip(guarded, i == 0 ? SOCKETS - STREAMS : 10, served, streams);
                guarded.house().awaitState("CLOSED", Guarded.PATIENCE);
                guarded.owner().signIn();
            }
        });
        report.figure(
                "trip_to_last_request_p50_ms",
                "trip ordered until the last request was served, p50",
                percentile(served, 0.5));
        report.figure("trip_to_last_request_max_ms", "the longest of " + TRIPS + " (aim 10)", percentile(served, 1));
        report.figure(
                "trip_to_last_stream_p50_ms",
                "trip ordered until the last of " + STREAMS + " streams was cut, p50",
                percentile(streams, 0.5));
        report.figure("trip_to_last_stream_max_ms", "the longest of " + TRIPS + " (aim 50)", percentile(streams, 1));
        report.count(
                "sockets_alive",
                "sockets alive one second after a trip, of " + SOCKETS + " and " + (TRIPS - 1) + " crowds of 50",
                alive[0]);
    }

    private static int trip(Guarded guarded, int others, List<Duration> served, List<Duration> streams)
            throws Exception {
        MeasuredHouse house = guarded.house();
        try (Crowd crowd = Crowd.of(guarded, STREAMS, others)) {
            AtomicLong lastServed = new AtomicLong();
            Future<?> asking = crowd.keepAsking(lastServed);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            long start = System.nanoTime();
            String trip = house.trip();
            streams.add(Duration.ofNanos(Math.max(0, crowd.lastStreamEnded(Guarded.PATIENCE) - start)));
            asking.get();
            served.add(Duration.ofNanos(Math.max(0, lastServed.get() - start)));
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos() - (System.nanoTime() - start));
            int alive = crowd.alive();
            house.reset(trip, Guarded.PATIENCE);
            return alive;
        }
    }
}
