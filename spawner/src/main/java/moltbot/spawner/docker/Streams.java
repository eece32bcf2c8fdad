package moltbot.spawner.docker;

import java.util.HashSet;
import java.util.Set;

/// Whatever is open to an engine on behalf of one task, so that all of it can be ended at once: an engine may forget to
/// end the streams of a container that it kills, of any program in it. Safe for use by several threads.
final class Streams implements AutoCloseable {
    private final Set<UnixConnection> open = new HashSet<>();
    private boolean closed;

    /// A new connection, which is closed at once where all have been ended.
    void add(UnixConnection connection) {
        synchronized (this) {
            if (!closed) {
                open.add(connection);
                return;
            }
        }
        connection.close();
    }

    synchronized void remove(UnixConnection connection) {
        open.remove(connection);
    }

    /// Ends all that are open, and all that will be.
    @Override
    public void close() {
        Set<UnixConnection> all;
        synchronized (this) {
            closed = true;
            all = new HashSet<>(open);
        }
        all.forEach(UnixConnection::close);
    }
}
