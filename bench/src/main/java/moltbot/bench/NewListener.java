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

/// From the moment a listener is open to every network until a request to the panel is refused: a process of the house
/// that listens on every address, and a program that is not the house's and passes on to the panel what it is sent.
final class NewListener implements Part {
    private static final int TIMES = 200;
    private static final int RELAYS = 50;

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
        List<Duration> relays = new ArrayList<>();
        Guarded.each(guarded -> {
            Random random = new Random(2);
            for (int i = 0; i < RELAYS; i++) {
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(400)).toNanos());
                relays.add(relayed(guarded));
            }
        });
        report.figure("listener_p50_ms", "new wildcard listener until blocked, p50", percentile(times, 0.5));
        report.figure("listener_p99_ms", "p99 of " + TIMES + " (aim 2000)", percentile(times, 0.99));
        report.figure("listener_max_ms", "the longest", percentile(times, 1));
        report.figure(
                "relay_p50_ms", "another program's new relay to the panel until blocked, p50", percentile(relays, 0.5));
        report.figure("relay_max_ms", "the longest of " + RELAYS + " (aim 2000)", percentile(relays, 1));
    }

    /// The shell becomes the supervisor, and what it started before stays its child.
    private static List<String> besides(int port) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String script = "'" + java + "' -Xmx16m -XX:+UseSerialGC -cp '" + System.getProperty("java.class.path") + "' "
                + Straggler.class.getName() + " " + port + " >/dev/null </dev/null & exec \"$@\"";
        return List.of("sh", "-c", script, "sh");
    }

    private static Duration once(Guarded guarded, PrintStream orders, BufferedReader answers) throws IOException {
        Duration until = untilBlocked(guarded, () -> {
            orders.println("listen");
            return Long.parseLong(answers.readLine());
        });
        orders.println("close");
        answers.readLine();
        closedAgain(guarded);
        return until;
    }

    private static Duration relayed(Guarded guarded) throws IOException {
        Duration until;
        try (ServerSocket relay = new ServerSocket()) {
            until = untilBlocked(guarded, () -> {
                relay.bind(null);
                Thread.ofVirtual().start(() -> passOn(relay, guarded.house().listen()));
                return System.nanoTime();
            });
        }
        closedAgain(guarded);
        return until;
    }

    private interface Opening {
        /// The moment from which it listens, by [System#nanoTime].
        long open() throws IOException;
    }

    private static Duration untilBlocked(Guarded guarded, Opening opening) throws IOException {
        try (Knock stranger = new Knock(guarded.house().listen(), Guarded.loopback(3), "/sign-in", "")) {
            if (stranger.ask() == 503) {
                throw new IllegalStateException("It is blocked to begin with.");
            }
            long listening = opening.open();
            int status;
            do {
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                status = stranger.ask();
            } while (status > 0 && status != 503);
            return Duration.ofNanos(System.nanoTime() - listening);
        }
    }

    private static void closedAgain(Guarded guarded) {
        String trip = guarded.house().tripInForce(Guarded.PATIENCE);
        guarded.house().reset(trip, Guarded.PATIENCE);
        guarded.house().awaitState("CLOSED", Guarded.PATIENCE);
    }

    /// As socat does, until the listener is closed.
    private static void passOn(ServerSocket relay, String listen) {
        int colon = listen.lastIndexOf(':');
        while (!relay.isClosed()) {
            try {
                Socket from = relay.accept();
                Socket to = new Socket(listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1)));
                Thread.ofVirtual().start(() -> copy(from, to));
                Thread.ofVirtual().start(() -> copy(to, from));
            } catch (IOException e) {
                // The listener was closed, or the breaker does not listen any more.
                continue;
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One end went: so does the other.
            return;
        }
    }
}
