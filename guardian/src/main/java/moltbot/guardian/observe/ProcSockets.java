package moltbot.guardian.observe;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.Listener;

/// Listeners of this network namespace from the text files of /proc. Works on every Linux, and is the slow way: to
/// write
/// these files the kernel walks its whole table of connections.
final class ProcSockets implements SocketTable {
    private final ProcFiles files = new ProcFiles();

    @Override
    public List<Listener> listeners() throws IOException {
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
}
