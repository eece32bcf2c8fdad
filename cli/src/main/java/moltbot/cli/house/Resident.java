package moltbot.cli.house;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// One compartment that is kept running: started, watched, and started again when it dies. Its own thread does all of
/// that; everyone else only reads.
final class Resident {
    private static final System.Logger LOG = System.getLogger("supervisor");

    /// Starts it once.
    @FunctionalInterface
    interface Starting {
        Process start() throws IOException;
    }

    private final String name;
    private final boolean announces;
    private final Starting starting;
    private final LogFile log;
    private final Backoff backoff = new Backoff();
    private final Readiness readiness;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch firstOutcome = new CountDownLatch(1);
    private volatile @Nullable Process process;
    private volatile String state = "starting";
    private volatile String failure = "";
    private volatile long readyNanos;
    private final AtomicInteger restarts = new AtomicInteger();
    private @Nullable Thread keeper;

    /// A compartment, which says when it is ready.
    Resident(Part part, Launcher launcher, LogFile log) {
        this(part.name(), true, () -> launcher.start(part), log, launcher.readiness(part.name()));
    }

    /// Another's program, which counts as running once it is started.
    static Resident service(String name, Starting starting, LogFile log) {
        return new Resident(name, false, starting, log, new Readiness(name));
    }

    private Resident(String name, boolean announces, Starting starting, LogFile log, Readiness readiness) {
        this.name = name;
        this.announces = announces;
        this.starting = starting;
        this.log = log;
        this.readiness = readiness;
    }

    String name() {
        return name;
    }

    void start() {
        keeper = Thread.ofPlatform().name("keep-" + name()).start(this::keep);
    }

    private void keep() {
        try {
            while (!stopping()) {
                Duration lived = liveOnce();
                if (stopping()) {
                    return;
                }
                restarts.incrementAndGet();
                state = "restarting";
                Duration wait = backoff.afterDeath(lived);
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} ended; it is started again in {1} ms.",
                        name(),
                        wait.toMillis());
                stop.await(wait.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            state = "stopped";
            firstOutcome.countDown();
        }
    }

    /// Runs the compartment from start to end; how long it was ready.
    private Duration liveOnce() throws InterruptedException {
        readyNanos = 0;
        try {
            Process started = starting.start();
            process = started;
            if (announces) {
                readiness.expect(started, () -> readyNanos != 0 || stopping());
            } else {
                ready();
            }
            Thread.ofPlatform().name("log-" + name()).daemon().start(() -> keepLog(started.getErrorStream()));
            listen(started);
            started.waitFor();
            reapOrphans();
        } catch (IOException e) {
            failure = "It could not be started; data/logs/supervisor.log says why.";
            LOG.log(System.Logger.Level.ERROR, name() + " could not be started.", e);
        }
        process = null;
        firstOutcome.countDown();
        return readyNanos == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - readyNanos);
    }

    /// Reads what the compartment says to its supervisor: that it is ready, or why it cannot be.
    private void listen(Process started) throws IOException {
        BufferedReader reader = started.inputReader(StandardCharsets.UTF_8);
        String line;
        while ((line = reader.readLine()) != null) {
            try {
                JsonObject said = JsonObject.parse(line);
                if (announces && said.flagOr("ready", false)) {
                    ready();
                } else if (said.has("failed")) {
                    failure = said.text("failed");
                }
            } catch (ContractException e) {
                byte[] stray = (line + "\n").getBytes(StandardCharsets.UTF_8);
                log.append(stray, stray.length);
            }
        }
    }

    private void ready() {
        readiness.reached();
        readyNanos = System.nanoTime();
        failure = "";
        state = "running";
        firstOutcome.countDown();
    }

    private void keepLog(InputStream errors) {
        byte[] buffer = new byte[8 << 10];
        int count;
        try {
            while ((count = errors.read(buffer)) >= 0) {
                log.append(buffer, count);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A log pipe broke.", e);
        }
    }

    private static void reapOrphans() {
        ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().isEmpty())
                .forEach(child -> Orphans.reapIfEnded(child.pid()));
    }

    /// Waits until the compartment is ready or has failed for the first time.
    boolean awaitFirstOutcome(Duration patience) throws InterruptedException {
        return firstOutcome.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean running() {
        return state.equals("running");
    }

    String failure() {
        return failure;
    }

    private boolean stopping() {
        return stop.getCount() == 0;
    }

    /// Asks the compartment to end; it is not started again.
    void askToStop() {
        stop.countDown();
        Process current = process;
        if (current != null) {
            current.destroy();
        }
    }

    /// Waits for the end, and makes one when the time is over.
    void awaitStopped(Duration patience) throws InterruptedException {
        Thread thread = keeper;
        if (thread == null || thread.join(patience)) {
            return;
        }
        Process current = process;
        if (current != null) {
            LOG.log(System.Logger.Level.WARNING, "{0} did not stop in time and was ended.", name());
            current.destroyForcibly();
        }
        thread.join(Duration.ofSeconds(1));
    }

    JsonObject toJson() {
        Process current = process;
        long pid = current == null ? -1 : current.pid();
        Memory memory = current == null ? new Memory(-1, -1) : Memory.of(pid);
        long uptime =
                readyNanos == 0 || !running() ? 0 : TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - readyNanos);
        return JsonObject.with("name", name())
                .with("state", state)
                .with("pid", pid)
                .with("uptimeSeconds", uptime)
                .with("rssBytes", memory.rss())
                .with("pssBytes", memory.pss())
                .with("restarts", restarts.get())
                .with("failure", failure)
                .build();
    }
}
