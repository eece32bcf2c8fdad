package moltbot.systemtest.panel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import moltbot.systemtest.house.TestHouse;

/// One request to the guard by hand, and all that came back; a connection that leaves HTTP is closed.
record Asked(int status, String all) {
    private static final int PATIENCE_MILLIS = 15_000;

    static Asked of(TestHouse guard, String target, String headers) throws IOException {
        return send(guard, target, headers + "connection: close\r\n");
    }

    /// For a WebSocket, from our own origin, as a browser would.
    static Asked socket(TestHouse guard, String target, String headers) throws IOException {
        return send(
                guard,
                target,
                headers + "origin: " + guard.url() + "\r\nconnection: Upgrade\r\nupgrade: websocket\r\n"
                        + "sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    }

    private static Asked send(TestHouse guard, String target, String headers) throws IOException {
        String listen = guard.listen();
        int colon = listen.lastIndexOf(':');
        try (Socket socket = new Socket(listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1)))) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write(("GET " + target + " HTTP/1.1\r\nhost: " + listen + "\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            String head = head(socket.getInputStream());
            int length = head.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
            int bytes = length < 0 ? 0 : Integer.parseInt(head.substring(length + 16, head.indexOf("\r\n", length)));
            String body = new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
            return new Asked(Integer.parseInt(head.substring(9, 12)), head + body);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("It hung up after: " + head.toString(StandardCharsets.ISO_8859_1));
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }
}
