package moltbot.runtime.workspace;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.stream.Stream;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;

/// An archive on its way, in a temporary file of this compartment's own folder, so that no workspace need fit into
/// memory. Gone when closed; what a killed process left is deleted at the next start.
public final class Spool implements AutoCloseable {
    private final FileChannel channel;
    private final long maxBytes;
    private long size;

    private Spool(FileChannel channel, long maxBytes) {
        this.channel = channel;
        this.maxBytes = maxBytes;
    }

    public static Spool create(Path folder, long maxBytes) throws IOException {
        Path file = folder.resolve(UUID.randomUUID() + ".tar");
        return new Spool(
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE),
                maxBytes);
    }

    /// An archive that lies there already, to be read only; it stays when this is closed.
    public static Spool reading(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Spool spool = new Spool(channel, 0);
        spool.size = channel.size();
        return spool;
    }

    /// Deletes what a killed process left in `folder`, and makes the folder.
    public static void sweep(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
    }

    /// Adds bytes at the end; more than the bound is [Code#TOO_LARGE].
    public void append(byte[] bytes, int offset, int length) throws IOException {
        if (size + length > maxBytes) {
            throw new ContractException(Code.TOO_LARGE, "An archive is longer than " + maxBytes + " bytes.");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            size += channel.write(buffer, size);
        }
    }

    public long size() {
        return size;
    }

    /// Exactly `length` bytes from `offset`.
    public byte[] read(long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new IOException("A temporary file ends too early.");
            }
        }
        return buffer.array();
    }

    /// Everything, from the start. Closing the stream leaves the spool open.
    public InputStream stream() {
        return new BufferedInputStream(new Reading(), 64 << 10);
    }

    private final class Reading extends InputStream {
        private long position;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = channel.read(ByteBuffer.wrap(target, offset, length), position);
            position += Math.max(count, 0);
            return count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
