package moltbot.guardian.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Listeners;

/// Makes the observers that fit this system.
public final class Observers {
    private Observers() {}

    public static ListenerObserver listeners(House house) {
        LongSupplier nanos = System::nanoTime;
        return System.getProperty("os.name").startsWith("Mac")
                ? new ListenerObserver(new MacSockets(Command::run, nanos), new TreeProcesses(house), nanos)
                : new ListenerObserver(new LinuxSockets(nanos), new ProcProcesses(house), nanos);
    }

    public static FolderObserver folders(Path data, Path run) {
        return new FolderObserver(data, run);
    }

    public static ProbeObserver probes(Set<Endpoint> declared, Supplier<Listeners> listeners) {
        return new ProbeObserver(declared, listeners);
    }

    /// The user this process runs as. Not the owner of /proc/self: that is root for a process that may not be traced.
    public static long currentUser() throws IOException {
        String status = new ProcFiles().text("/proc/self/status");
        int at = status == null ? -1 : status.indexOf("\nUid:\t");
        if (status == null || at < 0) {
            Path home = Path.of(System.getProperty("user.home"));
            return ((Number) Files.getAttribute(home, "unix:uid")).longValue();
        }
        return Long.parseLong(status, at + 6, status.indexOf('\t', at + 6), 10);
    }
}
