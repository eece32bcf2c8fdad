package moltbot.contract.link;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// Calls one peer over its Unix socket. Connections are opened when needed, proved once, and used again. Safe for use
/// by any number of threads; each exchange has a connection to itself, so none waits behind another.
public final class LinkClient implements AutoCloseable {
    private static final int IDLE_CONNECTIONS = 16;
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(32);

    private final Path socket;
    private final Capability capability;
    private final LinkLimits limits;
    private final ConcurrentLinkedDeque<ClientConnection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    public LinkClient(Path socket, Capability capability, LinkLimits limits) {
        this.socket = socket;
        this.capability = capability;
        this.limits = limits;
    }

    /// A question without a body, answered by a head.
    public JsonObject ask(String operation, JsonObject head) {
        return ask(operation, head, new byte[0]);
    }

    /// A question with a body, answered by a head, within [LinkLimits#answer].
    public JsonObject ask(String operation, JsonObject head, byte[] body) {
        try (LinkCall call = open(operation, head)) {
            Future<?> deadline = Deadlines.after(limits.answer(), call::expire);
            try {
                call.sendAll(body);
                JsonObject reply = call.reply();
                while (call.next() != null) {
                    continue;
                }
                return reply;
            } finally {
                deadline.cancel(false);
            }
        }
    }

    /// Begins an exchange. Close it: before its end that cancels it.
    public LinkCall open(String operation, JsonObject head) {
        JsonObject request =
                JsonObject.with("operation", operation).with("head", head).build();
        byte[] bytes = request.toBytes();
        if (bytes.length > limits.maxHeadBytes()) {
            throw new ContractException(Code.TOO_LARGE, "A request's head is too long.");
        }
        ClientConnection connection = borrow();
        try {
            connection.frames().write(Frame.Type.REQUEST, bytes);
        } catch (ContractException e) {
            connection.close();
            throw e;
        }
        return new LinkCall(this, connection, limits);
    }

    void giveBack(ClientConnection connection) {
        if (closed || idle.size() >= IDLE_CONNECTIONS) {
            connection.close();
        } else {
            idle.push(connection);
            if (closed && idle.remove(connection)) {
                connection.close();
            }
        }
    }

    private ClientConnection borrow() {
        if (closed) {
            throw new ContractException(Code.UNAVAILABLE, "This link is closed.");
        }
        ClientConnection connection;
        while ((connection = idle.poll()) != null) {
            if (connection.stillQuiet()) {
                return connection;
            }
            connection.close();
        }
        return connect();
    }

    private ClientConnection connect() {
        long start = System.nanoTime();
        Duration wait = Duration.ofMillis(2);
        while (true) {
            ClientConnection connection = tryConnect();
            if (connection != null) {
                return connection;
            }
            if (System.nanoTime() - start > limits.connectPatience().toNanos()
                    || Thread.currentThread().isInterrupted()) {
                throw new ContractException(Code.UNAVAILABLE, "unavailable", "Nobody answers on " + socket + ".");
            }
            LockSupport.parkNanos(this, wait.toNanos());
            wait = wait.compareTo(LONGEST_PAUSE) < 0 ? wait.multipliedBy(2) : wait;
        }
    }

    /// Null where nobody listens (yet).
    private @Nullable ClientConnection tryConnect() {
        SocketChannel channel;
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (IOException e) {
            throw new ContractException(Code.UNAVAILABLE, "No socket could be made.", e);
        }
        FrameChannel frames = new FrameChannel(channel, limits.maxFrameBytes());
        ClientConnection connection = new ClientConnection(channel, frames);
        Future<?> deadline = Deadlines.after(limits.handshake(), connection::close);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            Handshake.offer(frames, capability);
            return connection;
        } catch (IOException e) {
            connection.close();
            return null;
        } catch (ContractException e) {
            connection.close();
            if (e.code() == Code.LOST) {
                return null;
            }
            throw e;
        } finally {
            deadline.cancel(false);
        }
    }

    @Override
    public void close() {
        closed = true;
        idle.forEach(ClientConnection::close);
    }

    /// One connection and the socket below it.
    record ClientConnection(SocketChannel channel, FrameChannel frames) {
        /// True if the peer has neither closed nor said anything since the last exchange.
        boolean stillQuiet() {
            if (!frames.nothingBuffered()) {
                return false;
            }
            try {
                channel.configureBlocking(false);
                int read = channel.read(ByteBuffer.allocate(1));
                channel.configureBlocking(true);
                return read == 0;
            } catch (IOException e) {
                return false;
            }
        }

        void close() {
            frames.close();
        }
    }
}
