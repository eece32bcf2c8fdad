package moltbot.guardian;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import moltbot.testing.Acceptor;

/// A listener that goes on answering for ever, a byte at a time and each in time.
public final class Dripper implements AutoCloseable {
    private static final int HANDSHAKE = 22;
    private static final byte[] RECORD = {HANDSHAKE, 3, 3, 0x40, 0, 2, 0, 0x3f, (byte) 0xfc};

    /// Connections that are being dripped on.
    public final AtomicInteger dripping = new AtomicInteger();
    /// How many were hung up on from the other end.
    public final AtomicInteger ended = new AtomicInteger();

    private final ServerSocket socket;
    private final Acceptor acceptor;
    private final String plain;

    /// @param plain  dripped on who asks without TLS; where it is empty, 400 is said at once
    public Dripper(String plain) throws IOException {
        this.plain = plain;
        socket = new ServerSocket(0, 50, InetAddress.ofLiteral("0.0.0.0"));
        acceptor = new Acceptor(socket, this::serve);
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket one = socket.accept();
                Thread.ofVirtual().start(() -> answer(one));
            } catch (IOException e) {
                LockSupport.parkNanos(1);
            }
        }
    }

    private void answer(Socket one) {
        try (one) {
            int first = one.getInputStream().read();
            if (first == HANDSHAKE) {
                drip(one, RECORD);
            } else if (first >= 0 && plain.isEmpty()) {
                one.getInputStream().readNBytes(20);
                one.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } else if (first >= 0) {
                drip(one, plain.getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            LockSupport.parkNanos(1);
        }
    }

    private void drip(Socket one, byte[] begin) throws IOException {
        dripping.incrementAndGet();
        try {
            for (int i = 0; !socket.isClosed(); i++) {
                one.getOutputStream().write(i < begin.length ? begin[i] : ' ');
                LockSupport.parkNanos(200_000_000);
            }
        } finally {
            dripping.decrementAndGet();
            ended.incrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
    }
}
