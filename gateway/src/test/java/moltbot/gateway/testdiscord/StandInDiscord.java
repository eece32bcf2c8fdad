package moltbot.gateway.testdiscord;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import moltbot.testing.Acceptor;

/// Discord on a loopback port: the HTTP API and, on the same port, the Gateway.
public final class StandInDiscord implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("testdiscord");

    private final ServerSocket listener;
    private final Acceptor acceptor;
    private final DiscordWorld world;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<GatewayEnd> gateways = ConcurrentHashMap.newKeySet();

    private StandInDiscord(int port, DiscordWorld world) throws IOException {
        this.world = world;
        this.listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        this.acceptor = new Acceptor(listener, this::accept);
    }

    /// Listens at once.
    ///
    /// @param port  0 for any free one
    public static StandInDiscord start(int port, DiscordWorld world) throws IOException {
        return new StandInDiscord(port, world);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    private String gatewayUrl() {
        return "ws://127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "The listener ended.", e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            Wire.Request request = Wire.request(in);
            while (request != null) {
                world.awaitThaw();
                if (request.header("upgrade").equalsIgnoreCase("websocket")) {
                    upgrade(request, in, out);
                    return;
                }
                HttpEnd.Answer answer = new HttpEnd(world, gatewayUrl()).answer(request);
                if (answer.status() == 0) {
                    return;
                }
                write(answer, out);
                request = Wire.request(in);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A connection ended.", e);
        } catch (Exception e) {
            LOG.log(System.Logger.Level.ERROR, "The stand-in failed.", e);
        } finally {
            open.remove(socket);
        }
    }

    private static void write(HttpEnd.Answer answer, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Said\r\n");
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        if (answer.status() != 204) {
            head.append("content-type: application/json\r\ncontent-length: ")
                    .append(body.length)
                    .append("\r\n");
        }
        head.append("\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (answer.status() != 204) {
            out.write(body);
        }
        out.flush();
    }

    private void upgrade(Wire.Request request, InputStream in, OutputStream out) throws IOException {
        out.write(("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
                        + "sec-websocket-accept: " + Wire.accept(request.header("sec-websocket-key")) + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        GatewayEnd gateway = new GatewayEnd(world, gatewayUrl(), in, out);
        gateways.add(gateway);
        try {
            gateway.run();
        } finally {
            gateways.remove(gateway);
        }
    }

    /// Says something on every connection to the Gateway.
    public void say(String frame) {
        gateways.forEach(gateway -> gateway.say(frame));
    }

    /// Ends every connection to the Gateway with that code; 0 breaks it.
    public void hangUp(int code) {
        gateways.forEach(gateway -> gateway.hangUp(code));
    }

    /// Connections to the Gateway now.
    public int connected() {
        return gateways.size();
    }

    /// Ends as a kill does: every connection breaks.
    @Override
    public void close() throws IOException {
        acceptor.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
