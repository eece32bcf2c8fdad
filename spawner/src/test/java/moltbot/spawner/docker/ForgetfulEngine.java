package moltbot.spawner.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A real engine's socket behind one of ours, that passes on everything but a thing or two. A program that ends what a
/// task left is never begun, and its streams do not end for long: real engines do that now and then, for five minutes,
/// to a program that they begin in a container while they kill it. And where it is told to, it says of a container that
/// it is not running.
public final class ForgetfulEngine implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Pattern ID = Pattern.compile("\"Id\":\"([0-9a-f]{64})\"");
    private static final Pattern START = Pattern.compile("POST \\S*/exec/([0-9a-f]{64})/start .*", Pattern.DOTALL);
    private static final String HEAD = "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";

    private static final String SAYS = "{\"message\":\"Container 0 is not running\"}";
    private static final String NOT_RUNNING =
            "HTTP/1.1 409 Conflict\r\nContent-Type: application/json\r\nContent-Length: " + SAYS.length()
                    + "\r\nConnection: close\r\n\r\n" + SAYS;

    private final Path real;
    private final Path socket;
    private final ServerSocketChannel server;
    private final Set<String> forgotten = ConcurrentHashMap.newKeySet();
    private volatile String lost = "";

    private ForgetfulEngine(Path real, Path socket, ServerSocketChannel server) {
        this.real = real;
        this.socket = socket;
        this.server = server;
    }

    /// One before a real engine.
    ///
    /// @param socket  where it is to listen
    public static ForgetfulEngine before(Path real, Path socket) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        ForgetfulEngine engine = new ForgetfulEngine(real, socket, server);
        Thread.ofVirtual().start(engine::accept);
        return engine;
    }

    /// Where it listens.
    public Path socket() {
        return socket;
    }

    /// From now on a container is not running where a program with these words is to be prepared in it.
    public void loses(String words) {
        lost = words;
    }

    /// How many programs it did not begin.
    public int forgotten() {
        return forgotten.size();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            forgotten.clear();
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                SocketChannel engine = SocketChannel.open(UnixDomainSocketAddress.of(real))) {
            InputStream in = Channels.newInputStream(client);
            OutputStream out = Channels.newOutputStream(client);
            String request = request(in);
            if (!lost.isEmpty() && request.contains(lost)) {
                out.write(NOT_RUNNING.getBytes(StandardCharsets.US_ASCII));
                return;
            }
            Matcher start = START.matcher(request);
            if (start.matches() && forgotten.contains(start.group(1))) {
                out.write(HEAD.getBytes(StandardCharsets.US_ASCII));
                Thread.sleep(LONG);
                return;
            }
            Channels.newOutputStream(engine).write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream answer = Channels.newInputStream(engine);
            if (request.contains("kill -s KILL -- -1") && !request.contains("tar -c")) {
                String whole = new String(answer.readAllBytes(), StandardCharsets.ISO_8859_1);
                Matcher id = ID.matcher(whole);
                if (id.find()) {
                    forgotten.add(id.group(1));
                }
                out.write(whole.getBytes(StandardCharsets.ISO_8859_1));
                return;
            }
            Thread.ofVirtual().start(() -> pass(in, engine));
            answer.transferTo(out);
        } catch (IOException | InterruptedException e) {
            // Either end went away, and the other learns of it by this.
            return;
        }
    }

    private static void pass(InputStream in, SocketChannel engine) {
        try {
            in.transferTo(Channels.newOutputStream(engine));
            engine.shutdownOutput();
        } catch (IOException e) {
            // The engine has gone.
            return;
        }
    }

    /// Head and body of a request, as the spawner writes them: always with a length.
    private static String request(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("It broke off.");
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int at = text.indexOf("Content-Length: ") + "Content-Length: ".length();
        int length = Integer.parseInt(text.substring(at, text.indexOf('\r', at)));
        return text + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
