package moltbot.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A house whose owner is signed in, for one part of the bench. Its rate limits are as wide as settings allow, so that
/// it can be asked all the time; nothing of the guard is weaker than in any other.
///
/// @param data  its data folder
record Guarded(Path data, MeasuredHouse house, BrowserPath owner) {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    /// Nobody listens there: nothing that is measured with it asks a model.
    private static final URI NO_MODEL = URI.create("http://127.0.0.1:9");

    interface Work {
        void with(Guarded guarded) throws Exception;
    }

    static void each(Work work) throws Exception {
        each(List.of(), work);
    }

    /// @param before  a command that starts `up` with what it is given as arguments; none starts it itself
    static void each(List<String> before, Work work) throws Exception {
        MeasuredHouse.inFolder(folder -> {
            MeasuredHouse.settings(folder, NO_MODEL, "reset-dwell-seconds: 0\n");
            try (MeasuredHouse house = MeasuredHouse.up(folder, before);
                    BrowserPath owner = BrowserPath.claim(house)) {
                house.awaitState("CLOSED", PATIENCE);
                work.with(new Guarded(folder, house, owner));
            }
        });
    }

    /// From a moment until the owner's own page is no longer served.
    Duration untilBlocked(Runnable moment) throws IOException {
        try (Knock knock = knock(1)) {
            if (knock.ask() != 200) {
                throw new IllegalStateException("The owner's page is not served to begin with.");
            }
            long start = System.nanoTime();
            moment.run();
            while (knock.ask() == 200) {
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    /// Asks for the owner's page as the owner.
    ///
    /// @param from  the last number of the loopback address it comes from
    Knock knock(int from) throws IOException {
        return new Knock(house.listen(), loopback(from), "/api/overview", owner.cookie());
    }

    static InetAddress loopback(int last) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    static void signal(long pid, String name) {
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
