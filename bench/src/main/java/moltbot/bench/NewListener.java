package moltbot.bench;

import static moltbot.bench.Figures.percentile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// From the moment a process of the house listens on every address until a request to the panel is refused.
final class NewListener implements Part {
    private static final int TIMES = 200;

    @Override
    public String name() {
        return "listener";
    }

    @Override
    public void measure(Report report) throws Exception {
        List<Duration> times = new ArrayList<>();
        try (ServerSocket here = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Guarded.each(besides(here.getLocalPort()), guarded -> {
                try (Socket straggler = here.accept();
                        BufferedReader answers = new BufferedReader(
                                new InputStreamReader(straggler.getInputStream(), StandardCharsets.UTF_8));
                        PrintStream orders =
                                new PrintStream(straggler.getOutputStream(), true, StandardCharsets.UTF_8)) {
                    Random random = new Random(1);
                    for (int i = 0; i < TIMES; i++) {
                        // Not in step with the guardian's own rhythm.
                        LockSupport.parkNanos(
                                Duration.ofMillis(random.nextInt(400)).toNanos());
                        times.add(once(guarded, orders, answers));
                    }
                }
            });
        }
        report.figure("listener_p50_ms", "new wildcard listener until blocked, p50", percentile(times, 0.5));
        report.figure("listener_p99_ms", "p99 of " + TIMES + " (aim 2000)", percentile(times, 0.99));
        report.figure("listener_max_ms", "the longest", percentile(times, 1));
    }

    /// The shell becomes the supervisor, and what it started before stays its child.
    private static List<String> besides(int port) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String script = "'" + java + "' -Xmx16m -XX:+UseSerialGC -cp '" + System.getProperty("java.class.path") + "' "
                + Straggler.class.getName() + " " + port + " >/dev/null </dev/null & exec \"$@\"";
        return List.of("sh", "-c", script, "sh");
    }

    private static Duration once(Guarded guarded, PrintStream orders, BufferedReader answers) throws IOException {
        Duration until;
        try (Knock stranger = new Knock(guarded.house().listen(), Guarded.loopback(3), "/sign-in", "")) {
            if (stranger.ask() == 503) {
                throw new IllegalStateException("It is blocked to begin with.");
            }
            orders.println("listen");
            long listening = Long.parseLong(answers.readLine());
            int status;
            do {
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                status = stranger.ask();
            } while (status > 0 && status != 503);
            until = Duration.ofNanos(System.nanoTime() - listening);
        }
        orders.println("close");
        answers.readLine();
        String trip = guarded.house().tripInForce(Guarded.PATIENCE);
        guarded.house().reset(trip, Guarded.PATIENCE);
        guarded.house().awaitState("CLOSED", Guarded.PATIENCE);
        return until;
    }
}
