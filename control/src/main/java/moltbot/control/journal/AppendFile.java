package moltbot.control.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;

/// A real file. After a failed write the file is cut back to its last good length before anything else is added.
final class AppendFile implements LineFile {
    private static final System.Logger LOG = System.getLogger("journal");
    private static final int STEP = 64 << 10;

    private final FileChannel channel;
    private final long tornBytes;
    private long good;
    private boolean doubtful;

    private AppendFile(FileChannel channel) throws IOException {
        this.channel = channel;
        long size = channel.size();
        this.good = endOfLastLine(channel, size);
        this.tornBytes = size - good;
        if (tornBytes > 0) {
            channel.truncate(good);
            channel.force(true);
        }
    }

    static AppendFile open(Path path) {
        try {
            Files.createDirectories(Folder.of(path));
            boolean isNew = Files.notExists(path);
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (isNew) {
                Folder.keepName(path);
            }
            return new AppendFile(channel);
        } catch (IOException e) {
            throw new ContractException(
                    Code.UNAVAILABLE, "The file " + path + " cannot be written. Check its owner and free space.", e);
        }
    }

    private static long endOfLastLine(FileChannel channel, long size) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(STEP);
        for (long end = size; end > 0; end -= STEP) {
            long start = Math.max(0, end - STEP);
            piece.clear().limit((int) (end - start));
            while (piece.hasRemaining() && channel.read(piece, start + piece.position()) >= 0) {
                continue;
            }
            for (int i = piece.position() - 1; i >= 0; i--) {
                if (piece.get(i) == '\n') {
                    return start + i + 1;
                }
            }
        }
        return 0;
    }

    @Override
    public void append(byte[] lines) throws IOException {
        if (doubtful) {
            cutBack();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(lines);
            while (bytes.hasRemaining()) {
                channel.write(bytes, good + bytes.position());
            }
            channel.force(false);
            good += lines.length;
        } catch (IOException e) {
            doubtful = true;
            try {
                cutBack();
            } catch (IOException again) {
                LOG.log(System.Logger.Level.ERROR, "A journal could not be cut back after a failed write.", again);
            }
            throw e;
        }
    }

    private void cutBack() throws IOException {
        channel.truncate(good);
        channel.force(true);
        doubtful = false;
    }

    @Override
    public long tornBytes() {
        return tornBytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
