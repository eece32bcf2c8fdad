package moltbot.gateway.channel.signal.rpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// One connection to signal-cli: an object a line, each way. One thread reads; several may write; any may close.
public final class RpcConnection implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("signal");

    /// A file of [moltbot.contract.chat.SentFile#MAX_BYTES] in base64, and what is around it.
    private static final int MOST_LINE = 17 << 20;
    private static final int STEP = 64 << 10;

    private final SocketChannel channel;
    private final ByteBuffer read = ByteBuffer.allocate(STEP).flip();
    private final ReentrantLock writing = new ReentrantLock();

    private RpcConnection(SocketChannel channel) {
        this.channel = channel;
    }

    public static RpcConnection open(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new RpcConnection(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// Sends one object. Where it throws, signal-cli has not got a whole line, and so does nothing.
    public void write(JsonObject object) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((object + "\n").getBytes(StandardCharsets.UTF_8));
        writing.lock();
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } finally {
            writing.unlock();
        }
    }

    /// The next object, or null at the end. A line that is none is passed over: the next may be.
    public @Nullable JsonObject read() throws IOException {
        byte[] line;
        while ((line = line()) != null) {
            if (line.length == 0) {
                continue;
            }
            try {
                return JsonObject.parse(line);
            } catch (ContractException e) {
                LOG.log(System.Logger.Level.WARNING, "signal-cli said something that is no JSON: {0}", e.getMessage());
            }
        }
        return null;
    }

    private byte @Nullable [] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        while (true) {
            while (read.hasRemaining()) {
                byte next = read.get();
                if (next == '\n') {
                    if (tooLong) {
                        LOG.log(
                                System.Logger.Level.WARNING,
                                "signal-cli sent a line that is too long; it was dropped.");
                    }
                    return tooLong ? new byte[0] : line.toByteArray();
                }
                tooLong |= line.size() >= MOST_LINE;
                if (!tooLong) {
                    line.write(next);
                }
            }
            read.clear();
            int count = channel.read(read);
            read.flip();
            if (count < 0) {
                return null;
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A connection did not close cleanly.", e);
        }
    }
}
