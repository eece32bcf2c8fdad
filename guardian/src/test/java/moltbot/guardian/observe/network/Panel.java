package moltbot.guardian.observe.network;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import moltbot.guardian.observe.knock.Sight;
import moltbot.testing.Acceptor;
import org.jspecify.annotations.Nullable;

/// Stands in for our breaker on loopback: answers every request with the way to sign in, whatever its Host, and
/// notices marks in the bytes that arrive.
final class Panel implements AutoCloseable {
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicBoolean> marks = new ConcurrentHashMap<>();
    private final ServerSocket socket;
    private final Acceptor acceptor;
    private volatile @Nullable SSLContext tls;

    Panel() throws IOException {
        this(0);
    }

    /// One that speaks HTTPS only, as our breaker does, and says so to who does not.
    Panel(SSLContext tls) throws IOException {
        this(0);
        this.tls = tls;
    }

    Panel(int port) throws IOException {
        socket = new ServerSocket(port, 50, InetAddress.ofLiteral("127.0.0.1"));
        acceptor = new Acceptor(socket, this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    Sight expect(String mark) {
        AtomicBoolean seen = new AtomicBoolean();
        marks.put(mark, seen);
        return new Sight() {
            @Override
            public boolean seen() {
                return seen.get();
            }

            @Override
            public void close() {
                marks.remove(mark);
            }
        };
    }

    private void serve() {
        try {
            while (true) {
                Socket connection = socket.accept();
                Thread.ofVirtual().start(() -> answer(connection));
            }
        } catch (IOException e) {
            asked.add("closed");
        }
    }

    private void answer(Socket plain) {
        try (plain;
                Socket connection = secured(plain)) {
            StringBuilder head = new StringBuilder();
            int next;
            while (!head.toString().endsWith("\r\n\r\n")
                    && (next = connection.getInputStream().read()) >= 0) {
                head.append((char) next);
            }
            asked.add(head.toString());
            marks.forEach((mark, seen) -> {
                if (head.toString().contains(mark)) {
                    seen.set(true);
                }
            });
            connection
                    .getOutputStream()
                    .write(
                            "HTTP/1.1 303 See Other\r\nLocation: /sign-in\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            asked.add("broken");
        }
    }

    private Socket secured(Socket plain) throws IOException {
        SSLContext context = tls;
        if (context == null) {
            return plain;
        }
        int first = plain.getInputStream().read();
        if (first != 22) {
            String misdirected = """
                    HTTP/1.1 421 Misdirected Request
                    content-type: text/plain
                    content-length: 32
                    connection: close

                    """.replace("\n", "\r\n") + "This address speaks HTTPS only.\n";
            plain.getOutputStream().write(misdirected.getBytes(StandardCharsets.US_ASCII));
            throw new IOException("without TLS");
        }
        SSLSocket over = (SSLSocket) context.getSocketFactory()
                .createSocket(plain, new ByteArrayInputStream(new byte[] {(byte) first}), true);
        over.setUseClientMode(false);
        return over;
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
    }
}
