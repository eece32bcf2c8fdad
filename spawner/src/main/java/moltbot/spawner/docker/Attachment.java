package moltbot.spawner.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import moltbot.contract.sandbox.SandboxFrame.Kind;
import org.jspecify.annotations.Nullable;

/// The standard streams of a program in a container: both outputs in one stream, each piece with a head of eight bytes
/// (which output, and how many bytes follow). One thread reads; another may write the input.
final class Attachment implements AutoCloseable {
    private static final int HEAD = 8;
    private static final int PIECE = 16 << 10;

    private final UnixConnection connection;
    private final Streams all;
    private final InputStream in;
    private Kind kind = Kind.OUTPUT;
    private long left;

    Attachment(UnixConnection connection, Streams all) {
        this.connection = connection;
        this.all = all;
        this.in = connection.in();
    }

    /// A part of an output, as it comes.
    record Piece(Kind kind, byte[] bytes) {}

    /// The next piece; null where every process that could write has ended.
    @Nullable
    Piece next() throws IOException {
        while (left == 0) {
            byte[] head = in.readNBytes(HEAD);
            if (head.length == 0) {
                return null;
            } else if (head.length < HEAD) {
                throw new EOFException("The engine's stream broke off.");
            }
            kind = head[0] == 2 ? Kind.ERROR : Kind.OUTPUT;
            left = Integer.toUnsignedLong(ByteBuffer.wrap(head, 4, 4).getInt());
        }
        byte[] piece = new byte[(int) Math.min(left, PIECE)];
        int count = in.read(piece);
        if (count < 0) {
            throw new EOFException("The engine's stream broke off.");
        }
        left -= count;
        return new Piece(kind, count == piece.length ? piece : java.util.Arrays.copyOf(piece, count));
    }

    /// Ends the streams after that time unless what it gives is closed before.
    UnixConnection.Expiry expire(Duration after) {
        return connection.expire(after);
    }

    void write(byte[] bytes) throws IOException {
        connection.write(bytes);
    }

    /// The program reads an end.
    void endInput() throws IOException {
        connection.endWriting();
    }

    @Override
    public void close() {
        all.remove(connection);
        connection.close();
    }
}
