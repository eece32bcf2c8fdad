package moltbot.bench;

import static moltbot.bench.Figures.millis;
import static moltbot.bench.Figures.percentile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;

/// The whole house, measured from outside: start, memory at rest, what a message costs beyond the model's own time, and
/// how many a second it carries. The model server is in this process and has no delay of its own, so all the time there
/// is counts as the house's.
public final class HouseBench {
    private static final int STARTS = 7;
    private static final int WARM_UP = 300;
    private static final int LATENCY_MESSAGES = 400;
    private static final int BROWSER_MESSAGES = 200;
    /// A conversation goes on with a new session after so many messages: the model is sent all of a session, and what a
    /// long one costs is another bench's question.
    private static final int SESSION_MESSAGES = 20;
    /// English and JSON have about four; a tokenizer that is worse than any in use has this.
    private static final double BYTES_PER_TOKEN = 3.2;
    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration LOAD = Duration.ofSeconds(8);
    private static final int[] SESSIONS = {1, 8, 32, 64};

    private final Report report = new Report();
    private final Reply reply = AnthropicWire.reply(Answer.text("All ", "is ", "well."));

    private HouseBench() {}

    public static void main(String[] arguments) throws Exception {
        new HouseBench().run(Path.of(arguments.length > 0 ? arguments[0] : "bench/RESULTS.md"));
    }

    private void run(Path results) throws Exception {
        try (ModelServer model = ModelServer.start(0, _ -> reply)) {
            starts(model);
            MeasuredHouse.inFolder(folder -> {
                try (MeasuredHouse house = house(folder, model)) {
                    memory(house, "at rest, fresh");
                    latency(house);
                    for (int sessions : SESSIONS) {
                        throughput(house, sessions);
                    }
                    memory(house, "at rest, after load");
                }
            });
        }
        report.append(
                results,
                "The house",
                "`make bench-house`. The model server and the bench run on the same cores; the model has no delay of its"
                        + " own. A session has " + SESSION_MESSAGES + " messages.");
    }

    private static MeasuredHouse house(Path folder, ModelServer model) throws IOException {
        MeasuredHouse.settings(folder, model.url(), "");
        return MeasuredHouse.up(folder);
    }

    private void starts(ModelServer model) throws Exception {
        List<Duration> ups = new ArrayList<>();
        List<Duration> firsts = new ArrayList<>();
        List<Integer> bytes = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            MeasuredHouse.inFolder(folder -> {
                try (MeasuredHouse house = house(folder, model)) {
                    ups.add(house.untilUp());
                    firsts.add(house.message("hi"));
                    bytes.add(model.next().body().length);
                }
            });
        }
        report.figure("ready_ms", "`up` to ready, median of " + STARTS, millis(percentile(ups, 0.5)), "ms");
        report.figure("first_answer_ms", "then to the first answer, median", millis(percentile(firsts, 0.5)), "ms");
        report.count("first_request_bytes", "bytes of the first request, tools and all", Collections.max(bytes));
        report.count("first_request_tokens", "its tokens, with " + BYTES_PER_TOKEN + " bytes each", (long)
                (Collections.max(bytes) / BYTES_PER_TOKEN));
    }

    private void memory(MeasuredHouse house, String when) throws IOException {
        LockSupport.parkNanos(REST.toNanos());
        JsonObject state = house.state();
        long rss = 0;
        long pss = 0;
        for (JsonObject part : state.list("compartments").objects()) {
            rss += part.number("rssBytes");
            pss += part.number("pssBytes");
            report.row(
                    part.text("name") + ", " + when,
                    String.format(
                            Locale.ROOT,
                            "RSS %d MB, PSS %d MB",
                            part.number("rssBytes") >> 20,
                            part.number("pssBytes") >> 20));
        }
        JsonObject supervisor = state.object("supervisor");
        report.row(
                "supervisor, " + when,
                String.format(
                        Locale.ROOT,
                        "RSS %d MB, PSS %d MB",
                        supervisor.number("rssBytes") >> 20,
                        supervisor.number("pssBytes") >> 20));
        String key = when.contains("after") ? "loaded" : "rest";
        report.figure("pss_" + key + "_mb", "all six, " + when + ", PSS", pss / 1048576.0, "MB");
        report.figure("rss_" + key + "_mb", "all six, " + when + ", RSS", rss / 1048576.0, "MB");
        report.figure(
                "supervisor_pss_" + key + "_mb",
                "supervisor beside them, " + when,
                supervisor.number("pssBytes") / 1048576.0,
                "MB");
    }

    private void latency(MeasuredHouse house) throws IOException {
        talk(house, WARM_UP);
        List<Duration> host = talk(house, LATENCY_MESSAGES);
        report.figure("host_p50_ms", "a message over the host's link, p50", millis(percentile(host, 0.5)), "ms");
        report.figure("host_p95_ms", "a message over the host's link, p95", millis(percentile(host, 0.95)), "ms");
        List<Duration> browser = new ArrayList<>();
        try (BrowserPath path = BrowserPath.claim(house)) {
            while (browser.size() < BROWSER_MESSAGES) {
                String session = "panel-" + browser.size();
                try (BrowserPath.Events events = path.new Events(session)) {
                    for (int i = 0; i < SESSION_MESSAGES; i++) {
                        browser.add(path.message(session, events, "hi"));
                        // The breaker allows a signed-in browser a bounded number of requests; this stays below it.
                        LockSupport.parkNanos(Duration.ofMillis(60).toNanos());
                    }
                }
            }
        }
        List<Duration> warm = browser.subList(BROWSER_MESSAGES / 4, browser.size());
        report.figure(
                "browser_p50_ms", "a message through breaker and panel API, p50", millis(percentile(warm, 0.5)), "ms");
        report.figure(
                "browser_p95_ms", "a message through breaker and panel API, p95", millis(percentile(warm, 0.95)), "ms");
    }

    private static List<Duration> talk(MeasuredHouse house, int messages) {
        List<Duration> times = new ArrayList<>();
        while (times.size() < messages) {
            try (MeasuredHouse.Talk talk = house.new Talk(UUID.randomUUID().toString())) {
                for (int i = 0; i < SESSION_MESSAGES; i++) {
                    times.add(talk.message("hi"));
                }
            }
        }
        return times;
    }

    private void throughput(MeasuredHouse house, int sessions) throws Exception {
        long end = System.nanoTime() + LOAD.toNanos();
        List<Future<Integer>> counts = new ArrayList<>();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < sessions; i++) {
                counts.add(threads.submit(() -> {
                    int done = 0;
                    while (System.nanoTime() < end) {
                        try (MeasuredHouse.Talk talk =
                                house.new Talk(UUID.randomUUID().toString())) {
                            for (int n = 0; n < SESSION_MESSAGES && System.nanoTime() < end; n++) {
                                talk.message("hi");
                                done++;
                            }
                        }
                    }
                    return done;
                }));
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        int total = 0;
        for (Future<Integer> count : counts) {
            total += count.get();
        }
        report.figure("per_second_" + sessions, "messages a second, " + sessions + " sessions", total / seconds, "/s");
    }
}
