package moltbot.gateway.egress.task;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads HTTP/1.1 messages from one connection: heads line by line, bodies to their known end. Used by one thread.
final class HttpReader {
    private static final int MAX_HEAD = 64 << 10;
    /// Each is kept as words of its own, which cost far more than a short line's bytes.
    private static final int MAX_LINES = 200;

    private static final int MAX_CHUNK_LINE = 256;
    private static final int MAX_CHUNK_DIGITS = 8;
    private static final int MAX_TRAILER_LINES = 32;
    private static final int MAX_TRAILER_LINE = 8 << 10;

    /// Takes a body piece by piece.
    @FunctionalInterface
    interface Sink {
        void take(byte[] bytes, int offset, int length) throws IOException;
    }

    private final InputStream in;
    private final byte[] buffer = new byte[16 << 10];
    private int position;
    private int limit;

    HttpReader(InputStream in) {
        this.in = in;
    }

    /// The next head, or null where the connection ended before one began.
    @Nullable
    Head head() throws IOException {
        if (position == limit && !fill()) {
            return null;
        }
        List<String> lines = new ArrayList<>();
        int left = MAX_HEAD;
        while (true) {
            String line = line(left);
            left -= line.length() + 2;
            if (line.isEmpty()) {
                break;
            }
            lines.add(line);
            if (lines.size() > MAX_LINES) {
                throw Refusal.malformed("A head has more fields than are accepted here.");
            }
        }
        if (lines.isEmpty()) {
            throw Refusal.malformed("A message begins with an empty line.");
        }
        return Head.of(lines);
    }

    /// One line without its CR LF. A CR or LF alone, or any other control but a tab, is refused.
    private String line(int most) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        while (true) {
            int next = next();
            if (next == '\r') {
                if (next() != '\n') {
                    throw Refusal.malformed("A line ends with half an end.");
                }
                return line.toString(StandardCharsets.ISO_8859_1);
            }
            if ((next < ' ' && next != '\t') || next == 0x7f) {
                throw Refusal.malformed("A head holds a character that no head has.");
            }
            line.write(next);
            if (line.size() > most) {
                throw Refusal.malformed("A head is longer than is accepted here.");
            }
        }
    }

    private int next() throws IOException {
        if (position == limit && !fill()) {
            throw new EOFException("The connection ended inside a message.");
        }
        return buffer[position++] & 0xff;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    /// Gives a whole body to `sink`.
    void body(Framing framing, Sink sink) throws IOException {
        switch (framing.kind()) {
            case NONE -> {}
            case LENGTH -> exactly(framing.length(), sink);
            case CHUNKED -> chunks(sink);
            case UNTIL_CLOSE -> {
                while (position < limit || fill()) {
                    sink.take(buffer, position, limit - position);
                    position = limit;
                }
            }
        }
    }

    private void exactly(long length, Sink sink) throws IOException {
        long left = length;
        while (left > 0) {
            if (position == limit && !fill()) {
                throw new EOFException("The connection ended inside a body.");
            }
            int count = (int) Math.min(left, limit - position);
            sink.take(buffer, position, count);
            position += count;
            left -= count;
        }
    }

    private void chunks(Sink sink) throws IOException {
        while (true) {
            String line = line(MAX_CHUNK_LINE);
            int end = line.indexOf(';');
            String digits = (end < 0 ? line : line.substring(0, end)).strip();
            if (digits.isEmpty()
                    || digits.length() > MAX_CHUNK_DIGITS
                    || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)) {
                throw Refusal.malformed("The length of a chunk is not a number.");
            }
            long size = Long.parseLong(digits, 16);
            if (size == 0) {
                trailer();
                return;
            }
            exactly(size, sink);
            if (!line(0).isEmpty()) {
                throw Refusal.malformed("A chunk is longer than it says.");
            }
        }
    }

    /// Read and dropped: nobody here knows a trailer field that may be passed on.
    private void trailer() throws IOException {
        for (int lines = 0; lines < MAX_TRAILER_LINES; lines++) {
            if (line(MAX_TRAILER_LINE).isEmpty()) {
                return;
            }
        }
        throw Refusal.malformed("A trailer is longer than is accepted here.");
    }

    /// What was read already and belongs to whoever reads on.
    InputStream rest() {
        InputStream rest = new ByteArrayInputStream(buffer.clone(), position, limit - position);
        position = limit;
        return rest;
    }
}
