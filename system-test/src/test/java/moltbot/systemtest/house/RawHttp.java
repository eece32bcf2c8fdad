package moltbot.systemtest.house;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// Bytes to the house as they are, and what comes back until it hangs up.
final class RawHttp {
    private static final int PATIENCE_MILLIS = 15_000;

    private RawHttp() {}

    /// A request with the house's own Host, and `connection: close`.
    static String ask(TestHouse house, String method, String target, String headers, String body) throws IOException {
        String length = body.isEmpty() ? "" : "content-length: " + body.length() + "\r\n";
        return send(
                house,
                method + " " + target + " HTTP/1.1\r\nhost: " + house.listen() + "\r\nconnection: close\r\n" + headers
                        + length + "\r\n" + body);
    }

    /// Everything it answers; fails where it does not hang up.
    static String send(TestHouse house, String bytes) throws IOException {
        String listen = house.listen();
        int colon = listen.lastIndexOf(':');
        try (Socket socket = new Socket(listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1)))) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("It did not hang up after: " + bytes, e);
        }
    }

    static int status(String answer) {
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : -1;
    }
}
