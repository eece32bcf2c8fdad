package moltbot.breaker.upstream.socket;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/// Reads the frames that go one way (RFC 6455 §5.2) and passes them on byte for byte, a header only once all of it is
/// known to be right. What an endpoint could read differently, or must not read at all, is a [Violation]; nothing is
/// buffered but a header and a control frame. One connection, on its event loop.
public final class FrameReader {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int MOST_CONTROL = 125;
    private static final int MOST_HEADER = 14;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int TOO_BIG = 1009;

    /// What is wrong with a frame; text for the log.
    public static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int code;

        Violation(String what) {
            this(PROTOCOL_ERROR, what);
        }

        Violation(int code, String what) {
            super(what, null, false, false);
            this.code = code;
        }

        /// The close code that says so (RFC 6455 §7.4.1).
        int code() {
            return code;
        }
    }

    private final boolean masked;
    private final boolean compressed;
    private final long mostBytes;
    private final Consumer<ByteBuf> next;
    private final byte[] held = new byte[MOST_HEADER + MOST_CONTROL];
    private int heldBytes;
    private int wanted = 2;
    private boolean inHeader = true;
    private boolean inMessage;
    private boolean closed;
    private long messageBytes;
    private long payloadLeft;

    /// @param masked      whether every frame must be, as a client's, or none, as a server's
    /// @param compressed  whether permessage-deflate was agreed on: a message may begin with RSV1 (RFC 7692 §6)
    /// @param mostBytes   the longest message, as it is on the wire
    /// @param next        gets what may go on; each buffer is its own to release
    public FrameReader(boolean masked, boolean compressed, long mostBytes, Consumer<ByteBuf> next) {
        this.masked = masked;
        this.compressed = compressed;
        this.mostBytes = mostBytes;
        this.next = next;
    }

    /// Reads all of `bytes`, which stays the caller's.
    public void take(ByteBuf bytes) {
        while (bytes.isReadable()) {
            if (closed && heldBytes == 0 && payloadLeft == 0) {
                throw new Violation("something after a close frame");
            }
            if (heldBytes < wanted) {
                int count = Math.min(wanted - heldBytes, bytes.readableBytes());
                bytes.readBytes(held, heldBytes, count);
                heldBytes += count;
                if (heldBytes == wanted) {
                    advance(bytes);
                }
            } else {
                payload(bytes);
            }
        }
    }

    /// True where a frame could be put in: of none has only a part been passed on.
    public boolean between() {
        return payloadLeft == 0;
    }

    /// True once a close frame has passed.
    public boolean closed() {
        return closed;
    }

    private void advance(ByteBuf bytes) {
        if (inHeader && heldBytes == 2) {
            begin();
        }
        if (inHeader && heldBytes == wanted) {
            header();
        }
        if (!inHeader && heldBytes == wanted) {
            release(bytes);
        }
    }

    /// The first two bytes say how long the header is.
    private void begin() {
        int first = held[0] & 0xff;
        int second = held[1] & 0xff;
        judgeOpcode(first);
        if ((second & 0x80) != 0 != masked) {
            throw new Violation(masked ? "a frame without a mask" : "a masked frame");
        }
        int length = second & 0x7f;
        if (opcode() >= CLOSE && length > MOST_CONTROL) {
            throw new Violation("a long control frame");
        }
        wanted = 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + (masked ? 4 : 0);
    }

    private int opcode() {
        return held[0] & 0x0f;
    }

    private void judgeOpcode(int first) {
        boolean last = (first & 0x80) != 0;
        boolean rsv1 = (first & 0x40) != 0;
        if ((first & 0x30) != 0) {
            throw new Violation("a reserved bit");
        }
        switch (first & 0x0f) {
            case CONTINUATION -> {
                if (!inMessage || rsv1) {
                    throw new Violation("a continuation of nothing");
                }
            }
            case TEXT, BINARY -> {
                if (inMessage) {
                    throw new Violation("a message inside another");
                }
                if (rsv1 && !compressed) {
                    throw new Violation("compression nobody agreed on");
                }
            }
            case CLOSE, PING, PONG -> {
                if (!last || rsv1) {
                    throw new Violation("a control frame in parts");
                }
            }
            default -> throw new Violation("an unknown kind of frame");
        }
    }

    /// The whole header is here.
    private void header() {
        long length = length();
        if (opcode() < CLOSE) {
            messageBytes = opcode() == CONTINUATION ? messageBytes + length : length;
            if (messageBytes > mostBytes) {
                throw new Violation(TOO_BIG, "a message of more than " + mostBytes + " bytes");
            }
            inMessage = (held[0] & 0x80) == 0;
            payloadLeft = length;
        } else {
            wanted += (int) length;
        }
        inHeader = false;
    }

    private long length() {
        int length = held[1] & 0x7f;
        if (length < 126) {
            return length;
        }
        int bytes = length == 126 ? 2 : 8;
        long whole = 0;
        for (int i = 0; i < bytes; i++) {
            whole = (whole << 8) | (held[2 + i] & 0xff);
        }
        if (whole < 0 || whole < (bytes == 2 ? 126 : 1L << 16)) {
            throw new Violation("a length that is not in its one form");
        }
        return whole;
    }

    /// A data frame's header, or a whole control frame, may go on.
    private void release(ByteBuf bytes) {
        if (opcode() == CLOSE) {
            judgeClose();
            closed = true;
        }
        ByteBuf whole = bytes.alloc().buffer(heldBytes);
        whole.writeBytes(held, 0, heldBytes);
        next.accept(whole);
        if (payloadLeft == 0) {
            startOver();
        } else {
            heldBytes = wanted;
        }
    }

    private void judgeClose() {
        int at = 2 + (masked ? 4 : 0);
        int length = heldBytes - at;
        if (length == 0) {
            return;
        }
        if (length == 1) {
            throw new Violation("half a close code");
        }
        int high = (held[at] & 0xff) ^ (masked ? held[2] & 0xff : 0);
        int low = (held[at + 1] & 0xff) ^ (masked ? held[3] & 0xff : 0);
        int code = high << 8 | low;
        boolean known = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
        if (!known && (code < 3000 || code > 4999)) {
            throw new Violation("close code " + code);
        }
    }

    private void payload(ByteBuf bytes) {
        int count = (int) Math.min(payloadLeft, bytes.readableBytes());
        payloadLeft -= count;
        next.accept(bytes.readRetainedSlice(count));
        if (payloadLeft == 0) {
            startOver();
        }
    }

    private void startOver() {
        heldBytes = 0;
        wanted = 2;
        inHeader = true;
    }
}
