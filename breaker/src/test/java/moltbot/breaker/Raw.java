package moltbot.breaker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A browser's or an attacker's connection: sends exactly the bytes it is told to.
public final class Raw implements AutoCloseable {
    /// An answer as it came.
    public record Reply(int status, Map<String, List<String>> headers, String body) {
        public String header(String name) {
            return String.join(" | ", headers.getOrDefault(name, List.of()));
        }
    }

    private final Socket socket;
    private final InputStream in;

    public Raw(int port) {
        this(port, "127.0.0.1");
    }

    /// @param from  the address to come from
    public Raw(int port, String from) {
        try {
            socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port, InetAddress.ofLiteral(from), 0);
            socket.setSoTimeout(20_000);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Raw(Socket connected) {
        try {
            socket = connected;
            socket.setSoTimeout(20_000);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// On a connection that is there already, TLS for one.
    public static Raw on(Socket connected) {
        return new Raw(connected);
    }

    /// One request on a connection of its own.
    public static Reply ask(int port, String request) {
        try (Raw raw = new Raw(port)) {
            return raw.send(request).reply();
        }
    }

    public InputStream in() {
        return in;
    }

    public Raw send(String bytes) {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Raw send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends what begins a request, which the other end need not wait for.
    public Raw begin(String bytes) {
        try {
            return send(bytes);
        } catch (UncheckedIOException e) {
            return this;
        }
    }

    public Reply reply() {
        return reply(true);
    }

    public Reply reply(boolean withBody) {
        Reply head = head();
        return withBody ? new Reply(head.status(), head.headers(), body(head)) : head;
    }

    /// Status and headers only; the body is still to come.
    public Reply head() {
        String status = line();
        if (status == null) {
            throw new IllegalStateException("The connection was closed without an answer.");
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        String line;
        while ((line = line()) != null && !line.isEmpty()) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(java.util.Locale.ROOT), n -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new Reply(Integer.parseInt(status.substring(9, 12)), headers, "");
    }

    private String body(Reply head) {
        if (head.header("transfer-encoding").equals("chunked")) {
            StringBuilder whole = new StringBuilder();
            String chunk;
            while ((chunk = chunk()) != null && !chunk.isEmpty()) {
                whole.append(chunk);
            }
            return whole.toString();
        }
        String length = head.header("content-length");
        return length.isEmpty() ? "" : bytes(Integer.parseInt(length));
    }

    /// The next chunk of a streamed body; empty at its end, null where the connection was cut.
    @Nullable
    public String chunk() {
        String size = line();
        if (size == null) {
            return null;
        }
        int length = Integer.parseInt(size, 16);
        String chunk = bytes(length);
        line();
        return chunk;
    }

    private String bytes(int length) {
        try {
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Null where the connection is closed.
    private @Nullable String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            int next;
            while ((next = in.read()) >= 0) {
                if (next == '\n') {
                    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
                }
                line.write(next);
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            return null;
        }
        return null;
    }

    /// The next bytes, as many as asked for unless the connection ends.
    public byte[] exactly(int length) {
        try {
            return in.readNBytes(length);
        } catch (java.net.SocketTimeoutException e) {
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    public boolean closedByPeer() {
        return line() == null;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
