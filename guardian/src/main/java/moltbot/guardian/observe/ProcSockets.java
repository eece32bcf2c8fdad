package moltbot.guardian.observe;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import moltbot.guardian.fact.Listener;

/// Listeners of this network namespace from the text files of /proc. Works on every Linux, and is the slow way: to
/// write these files the kernel walks its whole table of connections, which takes milliseconds however few there are.
/// So the count of sockets in `sockstat` is read first; the table itself when that changed, and once a second even so,
/// since one may have gone as another came.
final class ProcSockets implements SocketTable {
    private static final Duration READ_AGAIN = Duration.ofSeconds(1);

    private final ProcFiles files = new ProcFiles();
    private final LongSupplier nanos;
    private List<Listener> last = List.of();
    private String lastInUse = "";
    private long readAt;

    ProcSockets(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public List<Listener> listeners() throws IOException {
        String inUse = inUse("/proc/net/sockstat") + inUse("/proc/net/sockstat6");
        long now = nanos.getAsLong();
        if (inUse.isEmpty() || !inUse.equals(lastInUse) || now - readAt >= READ_AGAIN.toNanos()) {
            last = read();
            lastInUse = inUse;
            readAt = now;
        }
        return last;
    }

    private List<Listener> read() throws IOException {
        List<Listener> found = new ArrayList<>();
        if (!files.read("/proc/net/tcp")) {
            throw new IOException("There is no /proc/net/tcp.");
        }
        ProcTcp.parse(files.bytes(), files.length(), ByteOrder.nativeOrder(), found);
        if (files.read("/proc/net/tcp6")) {
            ProcTcp.parse(files.bytes(), files.length(), ByteOrder.nativeOrder(), found);
        }
        return found;
    }

    /// The line `TCP: inuse 5 …`, as far as the count; empty where it is not told.
    private String inUse(String path) throws IOException {
        if (!files.read(path)) {
            return "";
        }
        String text = new String(files.bytes(), 0, files.length(), StandardCharsets.US_ASCII);
        int line = text.indexOf("TCP");
        int count = text.indexOf("inuse ", Math.max(line, 0)) + "inuse ".length();
        int end = count;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return line < 0 || end == count ? "" : text.substring(line, end) + "\n";
    }
}
