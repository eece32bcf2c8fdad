package moltbot.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One kept connection that asks for one page again and again and looks at the status only.
final class Knock implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final byte[] request;

    /// @param from    the loopback address it comes from, for many of them from one would be too many
    /// @param cookie  of a sign-in; empty for a stranger
    Knock(String listen, InetAddress from, String target, String cookie) throws IOException {
        int colon = listen.lastIndexOf(':');
        socket.setTcpNoDelay(true);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(
                new InetSocketAddress(listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1))),
                PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.request = ("GET " + target + " HTTP/1.1\r\nhost: " + listen + "\r\nsec-fetch-site: same-origin\r\n"
                        + (cookie.isEmpty() ? "" : "cookie: " + cookie + "\r\n") + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Asks once; the status, or -1 where the connection ended instead.
    int ask() {
        try {
            socket.getOutputStream().write(request);
            String line = line();
            int length = 0;
            boolean chunked = false;
            for (String header = line(); !header.isEmpty(); header = line()) {
                String lower = header.toLowerCase(Locale.ROOT);
                if (lower.startsWith("content-length:")) {
                    length = Integer.parseInt(
                            lower.substring("content-length:".length()).strip());
                }
                chunked |= lower.startsWith("transfer-encoding:");
            }
            skip(length, chunked);
            return Integer.parseInt(line.split(" ", 3)[1]);
        } catch (IOException e) {
            return -1;
        }
    }

    private void skip(int length, boolean chunked) throws IOException {
        in.skipNBytes(length);
        int chunk = chunked ? Integer.parseInt(line(), 16) : 0;
        while (chunk > 0) {
            in.skipNBytes(chunk);
            line();
            chunk = Integer.parseInt(line(), 16);
        }
        if (chunked) {
            line();
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next;
        while ((next = in.read()) >= 0 && next != '\n') {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        if (next < 0) {
            throw new EOFException("The connection ended.");
        }
        return line.toString();
    }

    /// Waits for the other side to end the connection; false where it is still there after `millis`.
    boolean endsWithin(int millis) {
        try {
            socket.setSoTimeout(millis);
            while (in.read() >= 0) {
                continue;
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
