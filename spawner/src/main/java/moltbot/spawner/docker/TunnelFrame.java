package moltbot.spawner.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is said between a [Forwarder] in a container and the [Tunnel] here: kind, connection, two bytes of length, and
/// content. What comes from the container is held to exactly this.
///
/// @param connection  its number, below [#CONNECTIONS]
record TunnelFrame(Kind kind, int connection, byte[] bytes) {
    /// How many connections there may be at once.
    static final int CONNECTIONS = 32;

    /// What may be under way in one direction of one connection, before the other end says that it was taken.
    static final int WINDOW_BYTES = 32 << 10;

    static final int MOST_BYTES = 16 << 10;
    private static final int HEAD = 4;

    enum Kind {
        /// The first of all, inwards: the certificate of the task's authority.
        AUTHORITY(0),
        /// The answer: programs may connect from now on.
        READY(1),
        /// A program connected.
        OPEN(2),
        DATA(3),
        /// No more data from this side.
        END(4),
        /// Nothing more at all from this side. The number is free when both have said so.
        CLOSE(5),
        /// So many bytes went on.
        TAKEN(6);

        private static final List<Kind> ALL = List.of(values());
        private final int number;

        Kind(int number) {
            this.number = number;
        }

        private boolean mayHold(int size) {
            return switch (this) {
                case AUTHORITY, DATA -> size > 0 && size <= MOST_BYTES;
                case READY, OPEN, END, CLOSE -> size == 0;
                case TAKEN -> size == Integer.BYTES;
            };
        }
    }

    static TunnelFrame of(Kind kind, int connection) {
        return new TunnelFrame(kind, connection, new byte[0]);
    }

    static TunnelFrame taken(int connection, int bytes) {
        return new TunnelFrame(
                Kind.TAKEN,
                connection,
                ByteBuffer.allocate(Integer.BYTES).putInt(bytes).array());
    }

    /// Of [Kind#TAKEN].
    int count() {
        return ByteBuffer.wrap(bytes).getInt();
    }

    byte[] encode() {
        return ByteBuffer.allocate(HEAD + bytes.length)
                .put((byte) kind.number)
                .put((byte) connection)
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }

    /// The next one; null where there are no more.
    ///
    /// @throws IOException  where it is none, or breaks off
    static @Nullable TunnelFrame read(InputStream in) throws IOException {
        byte[] head = in.readNBytes(HEAD);
        if (head.length == 0) {
            return null;
        } else if (head.length < HEAD) {
            throw new EOFException("A frame broke off.");
        }
        int size = ((head[2] & 0xff) << 8) | (head[3] & 0xff);
        int number = head[0] & 0xff;
        int connection = head[1] & 0xff;
        Kind kind = Kind.ALL.stream()
                .filter(one -> one.number == number && one.mayHold(size) && connection < CONNECTIONS)
                .findFirst()
                .orElseThrow(() -> new IOException("That is no frame."));
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("A frame broke off.");
        }
        return new TunnelFrame(kind, connection, bytes);
    }
}
