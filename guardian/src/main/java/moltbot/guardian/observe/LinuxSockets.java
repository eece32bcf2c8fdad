package moltbot.guardian.observe;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.function.LongSupplier;
import moltbot.guardian.fact.Listener;
import org.jspecify.annotations.Nullable;

/// Listeners on Linux: from /proc at first, which needs nothing prepared and so does not hold up the start; from
/// sock_diag(7) once the house stands, which costs next to nothing for ever after. Where the kernel does not offer
/// that, /proc stays.
final class LinuxSockets implements SocketTable {
    private static final System.Logger LOG = System.getLogger("watch");
    private static final Duration SETTLED = Duration.ofSeconds(3);
    private static final int MAX_ATTEMPTS = 5;

    private final SocketTable proc;
    private final LongSupplier nanos;
    private final long since;
    private int attempts;
    private @Nullable SockDiag diag;

    LinuxSockets(LongSupplier nanos) {
        this.proc = new ProcSockets(nanos);
        this.nanos = nanos;
        this.since = nanos.getAsLong();
    }

    @Override
    public List<Listener> listeners() throws IOException {
        if (diag != null) {
            return diag.listeners();
        }
        List<Listener> told = proc.listeners();
        if (attempts < MAX_ATTEMPTS && nanos.getAsLong() - since > SETTLED.toNanos()) {
            attempts++;
            change(told);
        }
        return told;
    }

    /// Changes over where the quick way tells the same as the slow one.
    private void change(List<Listener> told) {
        SockDiag opened = null;
        try {
            opened = new SockDiag();
            if (new HashSet<>(opened.listeners()).equals(new HashSet<>(told))) {
                diag = opened;
                return;
            }
            LOG.log(System.Logger.Level.INFO, "The kernel's two lists of listeners differ; /proc is read on.");
        } catch (IOException | RuntimeException | LinkageError e) {
            attempts = MAX_ATTEMPTS;
            LOG.log(System.Logger.Level.INFO, "Listeners are read from /proc: " + e.getMessage());
        }
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    public void close() {
        if (diag != null) {
            diag.close();
        }
    }
}
