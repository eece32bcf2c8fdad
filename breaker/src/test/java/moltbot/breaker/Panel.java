package moltbot.breaker;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.testing.Acceptor;
import org.jspecify.annotations.Nullable;

/// Another program's panel: takes real connections, keeps every head it gets, and says exactly the bytes it is
/// told to.
final class Panel implements AutoCloseable {
    /// Speaks on one connection, after a head has come; false ends it.
    @FunctionalInterface
    interface Script {
        boolean answer(Talk talk) throws IOException;
    }

    /// One request on one connection.
    record Talk(Socket socket, InputStream in, String head) {
        void say(String bytes) throws IOException {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        String body() throws IOException {
            int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ");
            int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)));
            return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        }
    }

    final List<String> heads = new CopyOnWriteArrayList<>();
    final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private final Acceptor acceptor;
    private volatile Script script;
    /// How the last connection, or all of it, ended.
    volatile @Nullable IOException end;

    Panel(Script script) throws IOException {
        this.script = script;
        server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        acceptor = new Acceptor(server, this::accept);
    }

    static Panel saying(String answer) throws IOException {
        return new Panel(talk -> {
            talk.body();
            talk.say(answer);
            return true;
        });
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    void plays(Script other) {
        script = other;
    }

    int port() {
        return server.getLocalPort();
    }

    String address() {
        return "http://127.0.0.1:" + port();
    }

    String last() {
        return heads.isEmpty() ? "" : heads.getLast();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            end = e;
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String head;
            boolean more = true;
            while (more && (head = head(in)) != null) {
                heads.add(head);
                more = script.answer(new Talk(socket, in, head));
            }
        } catch (IOException e) {
            end = e;
        }
    }

    private static @Nullable String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int next;
        while ((next = in.read()) >= 0) {
            head.append((char) next);
            if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString();
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
