package moltbot.systemtest.hostile;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import moltbot.systemtest.network.Namespace;

/// Everything that is not the house: the name server, and servers at a public address that take what comes. Whatever
/// reaches it is written down.
final class Outside implements AutoCloseable {
    /// A public address, as the attacker's server has one.
    static final String ADDRESS = "93.184.215.14";

    private static final System.Logger LOG = System.getLogger("outside");
    private static final List<Integer> RAW = List.of(21, 22, 25, 443, 853, 4444, 6667);
    private static final List<Integer> WEB = List.of(80, 8080);

    /// A page: what it holds, or where it leads.
    record Page(int status, String type, String body, String location) {}

    /// What came from the house, a line each: `dns name`, `http METHOD host target body`, `tcp port bytes`.
    final Queue<String> seen = new ConcurrentLinkedQueue<>();

    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final List<Closeable> open = new ArrayList<>();

    Outside(Namespace wire) throws Exception {
        wire.there("ip", "addr", "add", ADDRESS + "/32", "dev", "lo");
        wire.there("ip", "link", "set", "lo", "up");
        wire.resolver("nameserver 10.77.0.1\noptions attempts:1 timeout:2\n");
        DatagramSocket names = wire.openThere(() -> new DatagramSocket(53, InetAddress.ofLiteral("10.77.0.1")));
        open.add(names);
        Thread.ofPlatform().daemon().start(() -> answerNames(names));
        for (int port : RAW) {
            ServerSocket listener = wire.openThere(() -> new ServerSocket(port));
            open.add(listener);
            Thread.ofVirtual().start(() -> takeConnections(listener, port));
        }
        for (int port : WEB) {
            HttpServer server = wire.openThere(() -> HttpServer.create(new InetSocketAddress(port), 0));
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::answer);
            server.start();
            open.add(() -> server.stop(0));
        }
    }

    /// Puts a page at `host/path`; without it every host answers with a line of text.
    void page(String place, Page page) {
        pages.put(place, page);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String host = String.valueOf(exchange.getRequestHeaders().getFirst("host"));
        String target = exchange.getRequestURI().toString();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Page page = pages.get(host + target);
        if (page == null) {
            seen.add(("http " + exchange.getRequestMethod() + " " + host + " " + target + " "
                            + exchange.getRequestHeaders().entrySet() + " " + body)
                    .strip());
            page = new Page(200, "text/plain", "Thank you.", "");
        } else {
            seen.add("page " + host + target + " " + body);
        }
        byte[] bytes = page.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", page.type());
        if (!page.location().isEmpty()) {
            exchange.getResponseHeaders().set("location", page.location());
        }
        exchange.sendResponseHeaders(page.status(), bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private void takeConnections(ServerSocket listener, int port) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> take(socket, port));
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "A listener ended.", e);
            }
        }
    }

    private void take(Socket socket, int port) {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try (socket) {
            socket.setSoTimeout(2_000);
            heard.write(socket.getInputStream().readNBytes(1));
            byte[] rest = new byte[4_096];
            int count = socket.getInputStream().read(rest);
            heard.write(rest, 0, Math.max(0, count));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A connection ended.", e);
        }
        seen.add("tcp " + port + " " + heard.toString(StandardCharsets.ISO_8859_1));
    }

    /// Answers as RFC 1035 says: one A record for any name, nothing for other types.
    private void answerNames(DatagramSocket names) {
        byte[] buffer = new byte[1_500];
        while (!names.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                names.receive(packet);
                byte[] answer = answer(buffer, packet.getLength());
                names.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (SocketException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "A question for a name could not be answered.", e);
            }
        }
    }

    private byte[] answer(byte[] question, int length) throws IOException {
        StringBuilder name = new StringBuilder();
        int at = 12;
        while (at < length && question[at] != 0) {
            name.append(new String(question, at + 1, question[at], StandardCharsets.ISO_8859_1))
                    .append('.');
            at += question[at] + 1;
        }
        int end = at + 5;
        boolean ipv4 = question[at + 2] == 1;
        seen.add("dns " + name);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(question, 0, 2);
        out.write(new byte[] {(byte) 0x81, (byte) 0x80, 0, 1, 0, (byte) (ipv4 ? 1 : 0), 0, 0, 0, 0});
        out.write(question, 12, end - 12);
        if (ipv4) {
            out.write(new byte[] {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4});
            out.write(InetAddress.ofLiteral(address(name.toString())).getAddress());
        }
        return out.toByteArray();
    }

    /// Names of which the attacker says that they are inside.
    private static String address(String name) {
        if (name.startsWith("loopback.")) {
            return "127.0.0.1";
        }
        if (name.startsWith("metadata.")) {
            return "169.254.169.254";
        }
        return name.startsWith("neighbour.") ? "10.77.0.1" : ADDRESS;
    }

    @Override
    public void close() throws IOException {
        for (Closeable one : open) {
            one.close();
        }
    }
}
