package moltbot.spawner.docker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import moltbot.spawner.docker.TunnelFrame.Kind;
import org.jspecify.annotations.Nullable;

/// One connection in a [Tunnel], joined to a connection of its own to the gateway's socket. Two threads carry, one in
/// each direction, so that a direction that is full holds up no other and no other connection.
final class TunnelConnection {
    private static final System.Logger LOG = System.getLogger("docker");

    private final int number;
    private final SocketChannel gateway;
    private final Outlet inwards;
    /// A ring, so that many small frames take no more room than few large ones.
    private final byte[] waiting = new byte[TunnelFrame.WINDOW_BYTES];

    private int first;
    private int count;
    private int credit = TunnelFrame.WINDOW_BYTES;
    private boolean ended;
    private boolean closed;

    /// Where frames for the container go.
    @FunctionalInterface
    interface Outlet {
        void send(TunnelFrame frame) throws IOException;
    }

    private TunnelConnection(int number, SocketChannel gateway, Outlet inwards) {
        this.number = number;
        this.gateway = gateway;
        this.inwards = inwards;
    }

    /// Does not wait: where the gateway does not take it, it is closed soon.
    static TunnelConnection open(int number, Path socket, Outlet inwards) throws IOException {
        SocketChannel gateway = SocketChannel.open(StandardProtocolFamily.UNIX);
        TunnelConnection connection = new TunnelConnection(number, gateway, inwards);
        Thread.ofVirtual()
                .name("tunnel-out")
                .start(() -> connection.work(() -> {
                    gateway.connect(UnixDomainSocketAddress.of(socket));
                    Thread.ofVirtual().name("tunnel-in").start(() -> connection.work(connection::carryIn));
                    connection.carryOut();
                }));
        return connection;
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void work(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A task''s connection ended: {0}", e.getMessage());
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    private void carryOut() throws IOException, InterruptedException {
        byte[] piece;
        while ((piece = next()) != null) {
            ByteBuffer buffer = ByteBuffer.wrap(piece);
            while (buffer.hasRemaining()) {
                gateway.write(buffer);
            }
            inwards.send(TunnelFrame.taken(number, piece.length));
        }
        gateway.shutdownOutput();
    }

    private synchronized byte @Nullable [] next() throws IOException, InterruptedException {
        while (count == 0 && !ended && !closed) {
            wait();
        }
        if (closed) {
            throw new IOException("It was closed.");
        } else if (count == 0) {
            return null;
        }
        byte[] piece = Arrays.copyOfRange(waiting, first, Math.min(first + count, waiting.length));
        first = (first + piece.length) % waiting.length;
        count -= piece.length;
        return piece;
    }

    private void carryIn() throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(TunnelFrame.MOST_BYTES);
        do {
            buffer.clear().limit(Math.min(mayGo(), TunnelFrame.MOST_BYTES));
            if (gateway.read(buffer) < 0) {
                inwards.send(TunnelFrame.of(Kind.END, number));
                return;
            }
            byte[] bytes = Arrays.copyOf(buffer.array(), buffer.position());
            gone(bytes.length);
            inwards.send(new TunnelFrame(Kind.DATA, number, bytes));
        } while (true);
    }

    private synchronized int mayGo() throws IOException, InterruptedException {
        while (credit == 0 && !closed) {
            wait();
        }
        if (closed) {
            throw new IOException("It was closed.");
        }
        return credit;
    }

    private synchronized void gone(int bytes) {
        credit -= bytes;
    }

    /// @throws IOException  where that cannot come now
    void arrive(TunnelFrame frame) throws IOException {
        switch (frame.kind()) {
            case DATA -> arrive(frame.bytes());
            case END -> end();
            case TAKEN -> taken(frame.count());
            case CLOSE -> close();
            case AUTHORITY, READY, OPEN -> throw new IOException("A frame that cannot come now.");
        }
    }

    private synchronized void arrive(byte[] bytes) throws IOException {
        if (ended || count + bytes.length > waiting.length) {
            throw new IOException("More data than may be under way.");
        } else if (!closed) {
            int end = (first + count) % waiting.length;
            int straight = Math.min(bytes.length, waiting.length - end);
            System.arraycopy(bytes, 0, waiting, end, straight);
            System.arraycopy(bytes, straight, waiting, 0, bytes.length - straight);
            count += bytes.length;
            notifyAll();
        }
    }

    private synchronized void end() throws IOException {
        if (ended) {
            throw new IOException("A second end.");
        }
        ended = true;
        notifyAll();
    }

    private synchronized void taken(int bytes) throws IOException {
        if (bytes <= 0 || bytes > TunnelFrame.WINDOW_BYTES - credit) {
            throw new IOException("More was taken than was given.");
        }
        credit += bytes;
        notifyAll();
    }

    /// Ends it here, and says so once.
    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            count = 0;
            notifyAll();
        }
        try {
            gateway.close();
            inwards.send(TunnelFrame.of(Kind.CLOSE, number));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A task''s connection was not closed cleanly.", e);
        }
    }
}
