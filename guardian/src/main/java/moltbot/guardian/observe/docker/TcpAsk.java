package moltbot.guardian.observe.docker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Asks an engine by TCP what a stranger could ask, with a GET and nothing else.
final class TcpAsk {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int MOST_BYTES = 16 << 10;

    private TcpAsk() {}

    /// The answer as far as it came, or empty.
    static String get(InetAddress address, int port, String path) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            String request = "GET " + path + " HTTP/1.1\r\nHost: engine\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /// 0 where it is no HTTP.
    static int status(String answer) {
        return answer.matches("(?s)HTTP/1\\.[01] [1-5][0-9]{2}.*") ? Integer.parseInt(answer, 9, 12, 10) : 0;
    }
}
