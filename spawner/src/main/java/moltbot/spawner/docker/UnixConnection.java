package moltbot.spawner.docker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// One connection to the engine: a request, then what comes back. One thread reads and another may write; closing ends
/// both.
final class UnixConnection implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("docker");
    private static final int MAX_ANSWER = 8 << 20;
    private static final int MAX_LINE = 16 << 10;
    private static final int MAX_HEADERS = 100;

    private final SocketChannel channel;
    private final InputStream in;

    private UnixConnection(SocketChannel channel) {
        this.channel = channel;
        this.in = new BufferedInputStream(Channels.newInputStream(channel), 32 << 10);
    }

    static UnixConnection open(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new UnixConnection(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// Ends the connection after that time unless this is closed before.
    Expiry expire(Duration after) {
        CountDownLatch over = new CountDownLatch(1);
        Thread.ofVirtual().name("docker-patience").start(() -> {
            try {
                if (!over.await(after.toNanos(), TimeUnit.NANOSECONDS)) {
                    close();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return over::countDown;
    }

    /// A bound of time on what is done meanwhile.
    @FunctionalInterface
    interface Expiry extends AutoCloseable {
        @Override
        void close();
    }

    /// @param streams  true where the connection shall carry a program's streams afterwards
    void send(String method, String path, @Nullable JsonObject body, boolean streams) throws IOException {
        byte[] content = body == null ? new byte[0] : body.toBytes();
        String head = method + " " + path + (streams ? " HTTP/1.1" : " HTTP/1.0") + "\r\nHost: docker\r\n"
                + (streams ? "Connection: Upgrade\r\nUpgrade: tcp\r\n" : "")
                + (body == null ? "" : "Content-Type: application/json\r\n")
                + "Content-Length: " + content.length + "\r\n\r\n";
        write(head.getBytes(StandardCharsets.US_ASCII));
        write(content);
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /// No more will be written; what comes back goes on.
    void endWriting() throws IOException {
        channel.shutdownOutput();
    }

    /// The status of the answer, whose head is read.
    int head() throws IOException {
        String status = line();
        if (!status.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
            throw new IOException("The engine does not speak HTTP/1.");
        }
        for (int i = 0; !line().isEmpty(); i++) {
            if (i > MAX_HEADERS) {
                throw new IOException("The engine's answer has too many headers.");
            }
        }
        return Integer.parseInt(status, 9, 12, 10);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        while ((next = in.read()) != '\n') {
            if (next < 0) {
                throw new EOFException("The engine's answer broke off.");
            } else if (line.size() >= MAX_LINE) {
                throw new IOException("A line of the engine's answer is too long.");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /// All that comes until the other end closes.
    byte[] rest() throws IOException {
        byte[] rest = in.readNBytes(MAX_ANSWER + 1);
        if (rest.length > MAX_ANSWER) {
            throw new IOException("The engine's answer is too long.");
        }
        return rest;
    }

    InputStream in() {
        return in;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A connection to the engine did not close cleanly.", e);
        }
    }
}
