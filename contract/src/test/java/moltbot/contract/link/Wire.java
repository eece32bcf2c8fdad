package moltbot.contract.link;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/// A channel over bytes already there, which arrive a piece at a time; a piece of less than nothing is a failure.
final class Wire implements ByteChannel {
    private final ByteBuffer arriving;
    private final int piece;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    Wire(byte[] bytes) {
        this(bytes, 1_000);
    }

    Wire(byte[] bytes, int piece) {
        this(bytes, piece, bytes.length);
    }

    Wire(byte[] bytes, int piece, int length) {
        arriving = ByteBuffer.wrap(bytes, 0, Math.min(length, bytes.length));
        this.piece = piece;
    }

    byte[] written() {
        return written.toByteArray();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (piece < 0) {
            throw new IOException("broken");
        }
        if (!arriving.hasRemaining()) {
            return -1;
        }
        int count = Math.min(piece, Math.min(arriving.remaining(), target.remaining()));
        target.put(arriving.slice().limit(count));
        arriving.position(arriving.position() + count);
        return count;
    }

    @Override
    public int write(ByteBuffer source) {
        int count = source.remaining();
        while (source.hasRemaining()) {
            written.write(source.get());
        }
        return count;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
