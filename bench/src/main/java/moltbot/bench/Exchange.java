package moltbot.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One kept connection that sends a request as it is and gives back the whole answer as text, less its date.
final class Exchange implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private boolean over;

    Exchange(String listen) throws IOException {
        int colon = listen.lastIndexOf(':');
        this.socket = new Socket(listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1)));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /// The answer's head and body, which has a length or comes in chunks.
    String ask(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        StringBuilder answer = new StringBuilder();
        int length = 0;
        boolean chunked = false;
        String line = line();
        while (!line.isEmpty()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (!lower.startsWith("date:")) {
                answer.append(line).append('\n');
            }
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        lower.substring("content-length:".length()).strip());
            }
            chunked |= lower.equals("transfer-encoding: chunked");
            over |= lower.equals("connection: close");
            line = line();
        }
        do {
            length = chunked ? Integer.parseInt(line(), 16) : length;
            answer.append(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
            if (chunked) {
                line();
            }
        } while (chunked && length > 0);
        return answer.toString();
    }

    /// True where the other side said that this was the last answer.
    boolean over() {
        return over;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next;
        while ((next = in.read()) >= 0 && next != '\n') {
            line.append((char) next);
        }
        if (next < 0) {
            over = true;
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
