package moltbot.cli.house;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Ends a program that hangs in its start, so that it is started again. It is asked first where its threads stand,
/// which goes to its log. A machine may be slow, so each time it has twice as long. Safe for use by several threads.
final class Readiness {
    private static final System.Logger LOG = System.getLogger("supervisor");
    private static final Duration FIRST = Duration.ofSeconds(20);
    static final Duration LONGEST = Duration.ofMinutes(5);
    /// To write down where its threads stand.
    private static final Duration TO_TELL = Duration.ofSeconds(1);

    private final String name;
    private final Duration first;
    private Duration patience;

    Readiness(String name) {
        this(name, FIRST);
    }

    Readiness(String name, Duration first) {
        this.name = name;
        this.first = first;
        this.patience = first;
    }

    /// Watches one start on a thread of its own, until it is over one way or the other.
    ///
    /// @param settled  true once nothing is waited for any more
    void expect(Process started, BooleanSupplier settled) {
        Duration time = patience();
        Thread.ofPlatform().name("ready-" + name).daemon().start(() -> watch(started, settled, time));
    }

    private void watch(Process started, BooleanSupplier settled, Duration time) {
        try {
            // A program that ends by itself is no matter of this.
            if (started.waitFor(time.toMillis(), TimeUnit.MILLISECONDS) || settled.getAsBoolean()) {
                return;
            }
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} was not ready within {1} s: it is ended and started again. Its log says where it stood.",
                    name,
                    time.toSeconds());
            hung();
            // SIGQUIT has a Java machine write down all its threads.
            new ProcessBuilder("kill", "-QUIT", Long.toString(started.pid())).start();
            started.waitFor(TO_TELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "It could not be asked where it stands.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!settled.getAsBoolean()) {
            started.destroyForcibly();
        }
    }

    private synchronized Duration patience() {
        return patience;
    }

    private synchronized void hung() {
        Duration twice = patience.multipliedBy(2);
        patience = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }

    /// It was ready in time.
    synchronized void reached() {
        patience = first;
    }
}
