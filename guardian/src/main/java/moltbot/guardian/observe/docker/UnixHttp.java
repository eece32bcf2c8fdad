package moltbot.guardian.observe.docker;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// Asks over a Unix socket in HTTP/1.1 (RFC 9112), reading only: GET and nothing else. Strict: an answer that is not
/// well formed, too long or too late is a failure.
final class UnixHttp {
    static final int MOST_BYTES = 8 << 20;
    private static final int MOST_LINE = 16 << 10;
    private static final int MOST_HEADERS = 100;

    private final Path socket;
    private final Duration patience;

    UnixHttp(Path socket, Duration patience) {
        this.socket = socket;
        this.patience = patience;
    }

    /// An answer's head, and its body to read.
    record Answer(int status, InputStream body) {}

    /// A whole body; anything but 200 is a failure.
    byte[] get(String path) throws IOException {
        try (Connection connection = open(path)) {
            connection.expire(patience);
            Answer answer = connection.answer();
            if (answer.status() != 200) {
                throw new IOException(path + " was answered " + answer.status());
            }
            byte[] body = answer.body().readNBytes(MOST_BYTES + 1);
            if (body.length > MOST_BYTES) {
                throw new IOException(path + " was answered with more than " + MOST_BYTES + " bytes");
            }
            return body;
        }
    }

    /// Sends a request and leaves it to the caller how long to wait for what.
    Connection open(String path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            String request = "GET " + path + " HTTP/1.1\r\nHost: engine\r\nConnection: close\r\n\r\n";
            ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return new Connection(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// One request and its answer.
    static final class Connection implements AutoCloseable {
        private final SocketChannel channel;
        private final InputStream in;

        private Connection(SocketChannel channel) {
            this.channel = channel;
            this.in = new BufferedInputStream(Channels.newInputStream(channel));
        }

        /// Closes it after this time, whatever is under way.
        void expire(Duration after) {
            long end = System.nanoTime() + after.toNanos();
            Thread.ofVirtual().start(() -> {
                while (channel.isOpen() && end - System.nanoTime() > 0) {
                    LockSupport.parkNanos(Math.min(end - System.nanoTime(), 100_000_000));
                }
                close();
            });
        }

        Answer answer() throws IOException {
            return understand(in);
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // It was open for reading only: there is nothing left to lose.
                LockSupport.parkNanos(0);
            }
        }
    }

    /// Takes an answer's head, and leaves its body to be read.
    static Answer understand(InputStream in) throws IOException {
        String status = line(in);
        if (!status.matches("HTTP/1\\.1 [1-5][0-9]{2}( .*)?")) {
            throw new IOException("The answer is not HTTP/1.1");
        }
        long length = -1;
        boolean chunked = false;
        for (int i = 0; ; i++) {
            String header = line(in).toLowerCase(Locale.ROOT);
            if (header.isEmpty()) {
                break;
            } else if (i >= MOST_HEADERS) {
                throw new IOException("The answer has too many headers");
            } else if (header.startsWith("content-length:")) {
                length = number(header.substring("content-length:".length()).strip(), 10);
            } else if (header.startsWith("transfer-encoding:")) {
                chunked = header.endsWith("chunked");
            }
        }
        InputStream body = chunked ? new Chunks(in) : length < 0 ? in : new Bounded(in, length);
        return new Answer(Integer.parseInt(status, 9, 12, 10), body);
    }

    static long number(String text, int radix) throws IOException {
        try {
            if (text.length() <= 15 && text.charAt(0) != '+' && text.charAt(0) != '-') {
                return Long.parseLong(text, radix);
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new IOException("A length in the answer is none", e);
        }
        throw new IOException("A length in the answer is none");
    }

    /// A line without its end.
    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        while ((next = in.read()) != '\n') {
            if (next < 0) {
                throw new EOFException("The answer broke off");
            } else if (line.size() >= MOST_LINE) {
                throw new IOException("A line of the answer is too long");
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /// A body of a known length, of which nothing may be missing.
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private long left;

        private Bounded(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            if (left == 0) {
                return -1;
            }
            int next = in.read();
            if (next < 0) {
                throw new EOFException("The answer broke off");
            }
            left--;
            return next;
        }

        @Override
        public int read(byte[] into, int at, int most) throws IOException {
            if (left == 0) {
                return most == 0 ? 0 : -1;
            }
            int count = in.read(into, at, (int) Math.min(most, left));
            if (count < 0) {
                throw new EOFException("The answer broke off");
            }
            left -= count;
            return count;
        }
    }
}
