package moltbot.gateway.testmodel;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A small HTTP/1.1 server on a loopback port, written on sockets so that a test decides every byte and every pause of
/// an answer. Keeps connections open, one virtual thread for each.
public final class ModelServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("testmodel");
    private static final int REMEMBERED = 10_000;

    private final ServerSocket listener;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final LinkedBlockingQueue<Asked> asked = new LinkedBlockingQueue<>(REMEMBERED);
    private final LinkedBlockingQueue<Boolean> hungUp = new LinkedBlockingQueue<>();
    private final AtomicInteger connections = new AtomicInteger();

    private final CompletableFuture<Boolean> over = new CompletableFuture<>();

    private ModelServer(int port, Script script) throws IOException {
        this.listener = new ServerSocket(port, 256, InetAddress.getLoopbackAddress());
        this.script = script;
    }

    /// Listens at once.
    ///
    /// @param port  0 for any free one
    public static ModelServer start(int port, Script script) throws IOException {
        ModelServer server = new ModelServer(port, script);
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /// The next request that arrived; fails after ten seconds without one.
    public Asked next() throws InterruptedException {
        Asked request = asked.poll(10, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("No request arrived.");
        }
        return request;
    }

    /// Requests that arrived and were not looked at yet.
    public int waiting() {
        return asked.size();
    }

    /// Connections accepted so far.
    public int connections() {
        return connections.get();
    }

    /// True once a caller hung up in the middle of an answer, within the time given.
    public boolean callerHungUp(Duration within) throws InterruptedException {
        return hungUp.poll(within.toMillis(), TimeUnit.MILLISECONDS) != null;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "The listener ended.", e);
            }
        }
        over.complete(true);
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            Asked request;
            while ((request = read(in)) != null) {
                if (!asked.offer(request)) {
                    asked.clear();
                }
                if (!write(script.answer(request), in, out)) {
                    return;
                }
            }
        } catch (IOException e) {
            hungUp.add(true);
        } catch (Exception e) {
            LOG.log(System.Logger.Level.ERROR, "The script failed.", e);
        } finally {
            open.remove(socket);
        }
    }

    private static @Nullable Asked read(InputStream in) throws IOException {
        String start = line(in);
        if (start.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] body = headers.getOrDefault("transfer-encoding", "").equals("chunked")
                ? chunked(in)
                : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Asked(start.split(" ", -1)[1], headers, body);
    }

    private static byte[] chunked(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = Integer.parseInt(line(in), 16); length > 0; length = Integer.parseInt(line(in), 16)) {
            body.write(in.readNBytes(length));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        while ((next = in.read()) >= 0 && next != '\n') {
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    /// False if the connection is over.
    private boolean write(Reply reply, InputStream in, OutputStream out) throws Exception {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " Said\r\n");
        reply.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("transfer-encoding: chunked\r\n\r\n");
        ByteArrayOutputStream next = new ByteArrayOutputStream();
        next.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        for (byte[] piece : reply.pieces()) {
            if (piece.length == 0) {
                continue;
            }
            if (!reply.pause().isZero()) {
                flush(next, out);
                Thread.sleep(reply.pause());
            }
            next.writeBytes((Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            next.writeBytes(piece);
            next.writeBytes(new byte[] {'\r', '\n'});
            if (reply.pieces().size() > 1) {
                flush(next, out);
            }
        }
        switch (reply.end()) {
            case COMPLETE -> next.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            case CUT -> {
                flush(next, out);
                return false;
            }
            case SILENT -> {
                flush(next, out);
                if (in.read() < 0) {
                    hungUp.add(true);
                }
                return false;
            }
        }
        flush(next, out);
        return true;
    }

    private static void flush(ByteArrayOutputStream bytes, OutputStream out) throws IOException {
        bytes.writeTo(out);
        out.flush();
        bytes.reset();
    }

    /// Once this returns, the port refuses connections.
    @Override
    public void close() throws IOException {
        listener.close();
        over.join();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
