package moltbot.guardian.observe;

import java.io.IOException;
import java.util.List;
import moltbot.guardian.fact.Listener;

/// The system's list of listening TCP sockets, whoever owns them.
interface SocketTable extends AutoCloseable {
    /// Everything that listens now.
    List<Listener> listeners() throws IOException;

    @Override
    default void close() {}
}
