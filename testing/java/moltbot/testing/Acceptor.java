package moltbot.testing;

import java.io.Closeable;
import java.io.IOException;

/// Runs what accepts connections for a test, and ends it for good. Closing a listening socket only asks the thread that
/// waits in `accept` to come back (JDK 25, and the kernel's own accept): until it has, and it may have to wait for a
/// processor, the socket still takes connections, and whoever closed it is answered all the same.
public final class Acceptor implements Closeable {
    private final Closeable socket;
    private final Thread thread;

    /// @param loop  accepts until the socket is closed; hands what it gets to other threads
    public Acceptor(Closeable socket, Runnable loop) {
        this.socket = socket;
        this.thread = Thread.ofVirtual().name("accept").start(loop);
    }

    /// Closes the socket; afterwards nobody is listening.
    @Override
    public void close() throws IOException {
        socket.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
