package moltbot.gateway.channel.signal.rpc;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.json.JsonObject;

/// Watches a connection on which nothing was heard for long: it may be open and dead, or its account may have been
/// taken off. signal-cli is asked which accounts it has, and where nothing comes of it the connection is closed, so
/// that another is made.
public final class SilenceWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("signal");
    private static final String ASKED = "watch-";

    private final RpcConnection connection;
    private final Duration idle;
    private final Duration grace;
    private volatile long heard = System.nanoTime();
    private volatile boolean busy;
    private volatile boolean over;

    private SilenceWatch(RpcConnection connection, Duration idle, Duration grace) {
        this.connection = connection;
        this.idle = idle;
        this.grace = grace;
    }

    /// Begins to watch.
    ///
    /// @param idle   after so long a silence signal-cli is asked whether it is there
    /// @param grace  how long it has to answer that
    public static SilenceWatch start(RpcConnection connection, Duration idle, Duration grace) {
        SilenceWatch watch = new SilenceWatch(connection, idle, grace);
        Thread.ofVirtual().name("signal-silence").start(watch::run);
        return watch;
    }

    /// Something came.
    public void heard() {
        heard = System.nanoTime();
    }

    /// While this side is busy nothing is read, and so nothing is heard.
    public void busy(boolean now) {
        heard = System.nanoTime();
        busy = now;
    }

    private void run() {
        long look = Math.max(1_000_000, grace.toNanos() / 4);
        boolean asked = false;
        while (!over) {
            LockSupport.parkNanos(look);
            Duration silent = Duration.ofNanos(System.nanoTime() - heard);
            if (busy || silent.compareTo(idle) < 0) {
                asked = false;
            } else if (!asked) {
                asked = true;
                ask();
            } else if (silent.compareTo(idle.plus(grace)) > 0) {
                LOG.log(System.Logger.Level.WARNING, "signal-cli is silent; it is connected to anew.");
                connection.close();
                return;
            }
        }
    }

    /// True of an answer to what this asks; it is a list of accounts, or none where signal-cli could not say.
    public static boolean isAnswered(JsonObject said) {
        return said.textOr("id", "").startsWith(ASKED);
    }

    /// Asks which accounts there are: where it was silent, or where there is reason to doubt. In a thread of its own:
    /// writing to what nobody reads may never end.
    public void ask() {
        Thread.ofVirtual().name("signal-ask").start(() -> {
            try {
                connection.write(Rpc.request(ASKED + Rpc.newId(), "listAccounts", JsonObject.EMPTY));
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "signal-cli could not be asked.", e);
            }
        });
    }

    @Override
    public void close() {
        over = true;
    }
}
