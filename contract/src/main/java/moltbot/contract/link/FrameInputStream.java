package moltbot.contract.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import moltbot.contract.ContractException;
import org.jspecify.annotations.Nullable;

/// A body of frames as a stream of bytes.
final class FrameInputStream extends InputStream {
    /// Where the frames come from.
    @FunctionalInterface
    interface Source {
        byte @Nullable [] next() throws InterruptedException;
    }

    private final Source source;
    private byte @Nullable [] current = new byte[0];
    private int position;

    FrameInputStream(Source source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] frame = ready();
        return frame == null ? -1 : frame[position++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        byte[] frame = ready();
        if (frame == null) {
            return -1;
        }
        int count = Math.min(length, frame.length - position);
        System.arraycopy(frame, position, target, offset, count);
        position += count;
        return count;
    }

    private byte @Nullable [] ready() throws IOException {
        while (current != null && position == current.length) {
            try {
                current = source.next();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("Interrupted while reading.").initCause(e);
            } catch (ContractException e) {
                throw new IOException(e.getMessage(), e);
            }
            position = 0;
        }
        return current;
    }
}
