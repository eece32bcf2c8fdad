package moltbot.gateway.testweb;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import moltbot.testing.Acceptor;

/// HTTP/1.1 and WebSockets on a loopback port.
public final class WebServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("testweb");

    /// What is on the server.
    public interface Site {
        /// Waits while nothing is to be answered.
        void awaitThaw() throws InterruptedException;

        Answer answer(Wire.Request request);

        /// A WebSocket was opened; returns at its end.
        void talk(Wire.Request request, InputStream in, OutputStream out) throws IOException;
    }

    private final ServerSocket listener;
    private final Acceptor acceptor;
    private final Site site;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private WebServer(int port, Site site) throws IOException {
        this.site = site;
        this.listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        this.acceptor = new Acceptor(listener, this::accept);
    }

    /// Listens at once.
    ///
    /// @param port  0 for any free one
    public static WebServer start(int port, Site site) throws IOException {
        return new WebServer(port, site);
    }

    public int port() {
        return listener.getLocalPort();
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
                site.awaitThaw();
                if (request.header("upgrade").equalsIgnoreCase("websocket")) {
                    upgrade(request, out);
                    site.talk(request, in, out);
                    return;
                }
                Answer answer = site.answer(request);
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

    private static void write(Answer answer, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Said\r\n");
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        if (answer.status() != 204) {
            head.append("content-length: ").append(answer.body().length).append("\r\n");
        }
        head.append("\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (answer.status() != 204) {
            out.write(answer.body());
        }
        out.flush();
    }

    private static void upgrade(Wire.Request request, OutputStream out) throws IOException {
        out.write(("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
                        + "sec-websocket-accept: " + Wire.accept(request.header("sec-websocket-key")) + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
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
