package moltbot.guardian.observe.docker;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import moltbot.testing.Acceptor;
import org.jspecify.annotations.Nullable;

/// Answers on a Unix socket with exactly these bytes, by path; what is not known is 404.
final class EngineStandIn implements AutoCloseable {
    static final String VERSION = "{\"Version\":\"28.5.2\",\"ApiVersion\":\"1.51\",\"Components\":["
            + "{\"Name\":\"Engine\",\"Version\":\"28.5.2\"},{\"Name\":\"runc\",\"Version\":\"1.3.3\"}]}";

    final Map<String, String> answers = new ConcurrentHashMap<>();
    final AtomicInteger followers = new AtomicInteger();
    private final ServerSocketChannel server;
    private final Acceptor acceptor;
    private volatile @Nullable SocketChannel events;

    EngineStandIn(Path socket) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        answers.put("/version", whole(VERSION));
        answers.put("/v1.51/containers/json?all=1", whole("[]"));
        acceptor = new Acceptor(server, this::serve);
    }

    static String whole(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static String chunked(String body) {
        int half = body.length() / 2;
        return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(half) + "\r\n"
                + body.substring(0, half) + "\r\n" + Integer.toHexString(body.length() - half) + ";x=y\r\n"
                + body.substring(half) + "\r\n0\r\n\r\n";
    }

    private void serve() {
        while (server.isOpen()) {
            try {
                SocketChannel one = server.accept();
                Thread.ofVirtual().start(() -> answer(one));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(SocketChannel one) {
        try {
            InputStream in = Channels.newInputStream(one);
            String request = UnixHttp.line(in);
            while (!UnixHttp.line(in).isEmpty()) {
                continue;
            }
            String path = request.split(" ", 3)[1];
            if (path.startsWith("/events")) {
                say(one, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                events = one;
                followers.incrementAndGet();
                return;
            }
            say(one, answers.getOrDefault(path, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
            one.close();
        } catch (IOException e) {
            followers.get();
        }
    }

    private static void say(SocketChannel one, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            one.write(bytes);
        }
    }

    void event() throws IOException {
        say(Objects.requireNonNull(events), "f\r\n{\"Type\":\"now\"}\n\r\n");
    }

    void endEvents() throws IOException {
        Objects.requireNonNull(events).close();
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
        SocketChannel following = events;
        if (following != null) {
            following.close();
        }
    }
}
