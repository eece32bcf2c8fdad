package moltbot.guardian.observe.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A body in chunks (RFC 9112 §7.1). Trailers are read and forgotten.
final class Chunks extends InputStream {
    private final InputStream in;
    private long left;
    private boolean begun;
    private boolean ended;

    Chunks(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        if (left == 0 && !next()) {
            return -1;
        }
        int next = in.read();
        if (next < 0) {
            throw new EOFException("The answer broke off");
        }
        left--;
        return next;
    }

    /// What is there of this chunk, so that a stream can be followed line by line.
    @Override
    public int read(byte[] into, int at, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        if (left == 0 && !next()) {
            return -1;
        }
        int count = in.read(into, at, (int) Math.min(most, left));
        if (count < 0) {
            throw new EOFException("The answer broke off");
        }
        left -= count;
        return count;
    }

    private boolean next() throws IOException {
        if (ended) {
            return false;
        }
        if (begun && !UnixHttp.line(in).isEmpty()) {
            throw new IOException("A chunk of the answer is longer than it says");
        }
        begun = true;
        String size = UnixHttp.line(in);
        int extension = size.indexOf(';');
        left = UnixHttp.number((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
        if (left == 0) {
            ended = true;
            for (int i = 0; i < 100 && !UnixHttp.line(in).isEmpty(); i++) {
                continue;
            }
        }
        return left > 0;
    }
}
