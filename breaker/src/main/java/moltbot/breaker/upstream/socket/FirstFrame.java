package moltbot.breaker.upstream.socket;

import io.netty.buffer.ByteBuf;
import java.security.SecureRandom;
import java.util.function.Consumer;

/// Holds a browser's first message until all of it is there, and sends another in its place; then gets out of
/// the way. That message is one text frame of at most [#MOST_BYTES], and nothing but a pong or a ping may come
/// before it. On its event loop.
final class FirstFrame {
    static final int MOST_BYTES = 64 << 10;
    private static final int HEADER = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final FirstMessage first;
    private final Consumer<ByteBuf> next;
    private final FrameReader after;
    private byte[] held = new byte[256];
    private int heldBytes;
    private boolean done;

    FirstFrame(FirstMessage first, Consumer<ByteBuf> next, FrameReader after) {
        this.first = first;
        this.next = next;
        this.after = after;
    }

    void take(ByteBuf bytes) {
        while (!done && bytes.isReadable()) {
            hold(bytes.readByte());
            int whole = wholeLength();
            if (whole > 0 && heldBytes == whole) {
                pass(bytes);
            }
        }
        if (done && bytes.isReadable()) {
            after.take(bytes);
        }
    }

    private void hold(byte next) {
        if (heldBytes == held.length) {
            held = java.util.Arrays.copyOf(held, held.length * 2);
        }
        held[heldBytes++] = next;
    }

    /// How long the frame is, header and all; 0 while that is not known.
    private int wholeLength() {
        if (heldBytes < 2) {
            return 0;
        }
        int length = held[1] & 0x7f;
        boolean text = (held[0] & 0xff) == 0x81;
        boolean control = (held[0] & 0x88) == 0x88;
        if ((held[1] & 0x80) == 0 || (!text && !control)) {
            throw FirstMessage.refuse("a first message that is not one masked text frame");
        }
        if (length < 126) {
            return 6 + length;
        }
        if (heldBytes < HEADER) {
            return 0;
        }
        if (length == 127) {
            throw FirstMessage.refuse("a first message of more than " + MOST_BYTES + " bytes");
        }
        int whole = ((held[2] & 0xff) << 8) | (held[3] & 0xff);
        if (whole < 126) {
            throw FirstMessage.refuse("a length that is not in its one form");
        }
        return HEADER + whole;
    }

    private void pass(ByteBuf bytes) {
        if ((held[0] & 0x0f) >= 8) {
            ByteBuf control = bytes.alloc().buffer(heldBytes).writeBytes(held, 0, heldBytes);
            heldBytes = 0;
            try {
                after.take(control);
            } finally {
                control.release();
            }
            return;
        }
        int at = (held[1] & 0x7f) == 126 ? 4 : 2;
        byte[] message = new byte[heldBytes - at - 4];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) (held[at + 4 + i] ^ held[at + i % 4]);
        }
        done = true;
        held = new byte[0];
        next.accept(frame(bytes, first.replace(message)));
    }

    /// A masked text frame (RFC 6455 §5.3: a fresh mask that nobody can foresee).
    private static ByteBuf frame(ByteBuf like, byte[] message) {
        if (message.length > 0xffff) {
            throw FirstMessage.refuse("a first message of more than " + MOST_BYTES + " bytes");
        }
        byte[] mask = new byte[4];
        RANDOM.nextBytes(mask);
        ByteBuf frame = like.alloc().buffer(message.length + HEADER);
        frame.writeByte(0x81);
        if (message.length < 126) {
            frame.writeByte(0x80 | message.length);
        } else {
            frame.writeByte(0x80 | 126).writeShort(message.length);
        }
        frame.writeBytes(mask);
        for (int i = 0; i < message.length; i++) {
            frame.writeByte(message[i] ^ mask[i % 4]);
        }
        return frame;
    }
}
