package moltbot.bench;

import static moltbot.bench.Figures.percentile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import moltbot.bench.MeasuredRuntime.Talk;

/// What the assistant itself adds to a model that takes no time, and what a turn costs in a conversation of a few and
/// of
/// many messages. Measured at the runtime's link, as control sees it.
public final class AssistantBench {
    private static final int[] AGES = {10, 100, 1_000, 10_000};
    private static final int[] SESSIONS = {1, 8, 32, 64, 128, 256};

    /// More sessions are not watched at once; others are as from a messenger, and their answers letters.
    private static final int WATCHED = 128;

    private static final int TURNS = 20;
    private static final int EACH = 1_280;
    private static final int IDLE = 1_000;
    private static final String TEXT = "a message about as long as those that people write to an assistant, usually";

    private final Report report = new Report();

    private AssistantBench() {}

    public static void main(String[] arguments) throws Exception {
        new AssistantBench().run(Path.of(arguments[0]));
    }

    private void run(Path results) throws Exception {
        MeasuredHouse.inFolder(this::age);
        MeasuredHouse.inFolder(this::speed);
        report.append(
                results,
                "The assistant",
                "`make bench-assistant`. The runtime alone, a model that answers 500 characters at once, tools offered;"
                        + " the bench runs on the same cores. A turn writes to disk three times before it is over.");
    }

    /// A turn in a conversation that grows: its request, the rows it reads, its time.
    private void age(Path folder) throws IOException {
        try (MeasuredRuntime runtime = new MeasuredRuntime(folder);
                Talk talk = runtime.new Talk("old")) {
            int messages = 0;
            for (int age : AGES) {
                for (; messages < age; messages += 2) {
                    talk.say(TEXT);
                }
                long rows = runtime.rowsRead();
                long bytes = 0;
                List<Duration> times = new ArrayList<>();
                for (int i = 0; i < TURNS; i++) {
                    times.add(Duration.ofNanos(talk.say(TEXT)[1]));
                    bytes = Math.max(bytes, runtime.requestBytes());
                    messages += 2;
                }
                String what = "after " + age + " messages: ";
                report.count("request_bytes_" + age, what + "bytes of a request, the most of " + TURNS, bytes);
                report.figure(
                        "rows_" + age,
                        what + "rows read in a turn",
                        (runtime.rowsRead() - rows) / (double) TURNS,
                        "rows");
                report.figure("turn_p50_ms_" + age, what + "a turn, p50", percentile(times, 0.5));
            }
        }
    }

    private void speed(Path folder) throws Exception {
        try (MeasuredRuntime runtime = new MeasuredRuntime(folder)) {
            try (Talk talk = runtime.new Talk("first")) {
                talk.say("hi");
                report.count(
                        "first_request_bytes", "the first request of a fresh session (“hi”)", runtime.requestBytes());
            }
            for (int sessions : SESSIONS) {
                parallel(runtime, sessions);
            }
            long before = pss(runtime.pid());
            for (int i = 0; i < IDLE; i++) {
                try (Talk talk = runtime.new Talk("idle-" + i)) {
                    talk.say(TEXT);
                }
            }
            report.figure(
                    "idle_1000_mb", "1,000 more sessions at rest, PSS", (pss(runtime.pid()) - before) / 1024.0, "MB");
        }
    }

    private void parallel(MeasuredRuntime runtime, int sessions) throws Exception {
        List<Duration> first = new ArrayList<>();
        List<Duration> whole = new ArrayList<>();
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<long[]>>> lanes = new ArrayList<>();
            for (int lane = 0; lane < sessions; lane++) {
                String session = "s" + sessions + "-" + lane;
                boolean watched = lane < WATCHED;
                lanes.add(threads.submit(() -> watched
                        ? watched(runtime, session, EACH / sessions)
                        : unwatched(runtime, session, EACH / sessions)));
            }
            for (Future<List<long[]>> lane : lanes) {
                lane.get().forEach(times -> {
                    if (times[0] > 0) {
                        first.add(Duration.ofNanos(times[0]));
                    }
                    whole.add(Duration.ofNanos(times[1]));
                });
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        String what = sessions + " sessions: ";
        report.figure("per_second_" + sessions, what + "messages a second", whole.size() / seconds, "/s");
        report.figure("first_p50_ms_" + sessions, what + "to the first of the answer, p50", percentile(first, 0.5));
        report.figure("p50_ms_" + sessions, what + "a turn over model time, p50", percentile(whole, 0.5));
        report.figure("p95_ms_" + sessions, what + "p95", percentile(whole, 0.95));
        report.figure("p99_ms_" + sessions, what + "p99", percentile(whole, 0.99));
    }

    private static List<long[]> watched(MeasuredRuntime runtime, String session, int turns) {
        List<long[]> times = new ArrayList<>();
        try (Talk talk = runtime.new Talk(session)) {
            for (int i = 0; i < turns; i++) {
                times.add(talk.say(TEXT));
            }
        }
        return times;
    }

    private static List<long[]> unwatched(MeasuredRuntime runtime, String session, int turns)
            throws InterruptedException {
        List<long[]> times = new ArrayList<>();
        MeasuredRuntime.Exchange exchange = runtime.new Exchange(session);
        for (int i = 0; i < turns; i++) {
            times.add(new long[] {0, exchange.say(TEXT)});
        }
        return times;
    }

    private static long pss(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup")).stream()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
