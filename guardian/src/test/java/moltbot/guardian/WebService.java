package moltbot.guardian;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A service on the web that notices are posted to: keeps every byte it is sent, and answers what it is told to.
public final class WebService implements AutoCloseable {
    public final BlockingQueue<String> requests = new LinkedBlockingQueue<>(100);
    public volatile String answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private final ServerSocket service;

    public WebService() throws IOException {
        service = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    public String at(String path) {
        return "http://127.0.0.1:" + service.getLocalPort() + path;
    }

    private void serve() {
        while (!service.isClosed()) {
            try (Socket caller = service.accept()) {
                caller.setSoTimeout(2_000);
                StringBuilder request = new StringBuilder();
                InputStream in = caller.getInputStream();
                while (!whole(request.toString())) {
                    request.append((char) in.read());
                }
                requests.add(request.toString());
                caller.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static boolean whole(String request) {
        int head = request.indexOf("\r\n\r\n");
        if (head < 0) {
            return false;
        }
        int at = request.toLowerCase(Locale.ROOT).indexOf("content-length: ");
        int length = Integer.parseInt(request.substring(at + 16, request.indexOf('\r', at)));
        return request.length() - head - 4 >= length;
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
