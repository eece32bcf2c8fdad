package moltbot.contract.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import org.jspecify.annotations.Nullable;

/// Frames over a byte channel. One thread reads; any thread writes, whole frames at a time.
/// Back-pressure is the socket's own: a writer waits while the other end does not read.
final class FrameChannel implements AutoCloseable {
    private static final int READ_BUFFER_BYTES = 16 << 10;

    private final ByteChannel channel;
    private final int maxPayloadBytes;
    private final ByteBuffer input = ByteBuffer.allocate(READ_BUFFER_BYTES).limit(0);
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean broken;

    FrameChannel(ByteChannel channel, int maxPayloadBytes) {
        this.channel = channel;
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /// The next frame, or null where the stream ended between two frames. An end inside a frame is [Code#LOST].
    @Nullable
    Frame read() {
        return read(maxPayloadBytes);
    }

    /// As [#read()], with a bound of its own: nothing of a longer frame is kept or waited for.
    @Nullable
    Frame read(int maxBytes) {
        if (broken) {
            throw new ContractException(Code.LOST, "The link ended before.");
        }
        broken = true;
        Frame frame = readWhole(Math.min(maxBytes, maxPayloadBytes));
        broken = false;
        return frame;
    }

    /// Where this fails, the place of the next frame in the stream is not known any more.
    private @Nullable Frame readWhole(int maxBytes) {
        try {
            if (!fill(Frame.HEADER_BYTES)) {
                return null;
            }
            int length = input.getInt();
            Frame.Type type = Frame.type(input.get());
            if (length < 0 || length > maxBytes) {
                throw new ContractException(Code.TOO_LARGE, "A frame is longer than " + maxBytes + " bytes.");
            }
            return new Frame(type, payload(length));
        } catch (IOException e) {
            throw new ContractException(Code.LOST, "The link ended.", e);
        }
    }

    private byte[] payload(int length) throws IOException {
        byte[] payload = new byte[length];
        int buffered = Math.min(length, input.remaining());
        input.get(payload, 0, buffered);
        ByteBuffer rest = ByteBuffer.wrap(payload, buffered, length - buffered);
        while (rest.hasRemaining()) {
            if (channel.read(rest) < 0) {
                throw new ContractException(Code.LOST, "The link ended inside a frame.");
            }
        }
        return payload;
    }

    private boolean fill(int bytes) throws IOException {
        while (input.remaining() < bytes) {
            boolean begun = input.hasRemaining();
            input.compact();
            int count = channel.read(input);
            input.flip();
            if (count < 0) {
                if (begun) {
                    throw new ContractException(Code.LOST, "The link ended inside a frame.");
                }
                return false;
            }
        }
        return true;
    }

    void write(Frame.Type type, byte[] payload) {
        if (payload.length > maxPayloadBytes) {
            throw new ContractException(Code.TOO_LARGE, "A frame is longer than " + maxPayloadBytes + " bytes.");
        }
        ByteBuffer frame = ByteBuffer.allocate(Frame.HEADER_BYTES + payload.length)
                .putInt(payload.length)
                .put(type.code())
                .put(payload)
                .flip();
        writing.lock();
        try {
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        } catch (IOException e) {
            throw new ContractException(Code.LOST, "The link ended.", e);
        } finally {
            writing.unlock();
        }
    }

    /// True while nothing has arrived that was not asked for: an idle connection may be used again.
    boolean nothingBuffered() {
        return !broken && !input.hasRemaining();
    }

    /// Ends both directions first: where another thread waits in this channel, closing alone takes effect only after
    /// that thread has woken, and the other end would take the connection for one that still lives.
    @Override
    public void close() {
        try (channel) {
            if (channel instanceof SocketChannel socket && socket.isConnected()) {
                socket.shutdownInput();
                socket.shutdownOutput();
            }
        } catch (ClosedChannelException e) {
            broken = true;
        } catch (IOException e) {
            throw new ContractException(Code.LOST, "A link could not be closed.", e);
        }
    }
}
