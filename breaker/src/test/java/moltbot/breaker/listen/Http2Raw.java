package moltbot.breaker.listen;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import moltbot.breaker.Raw;

/// Frames of HTTP/2 as somebody sends them who means no good (RFC 9113 §4), on TLS.
final class Http2Raw implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    /// One frame that came.
    record Frame(int type, int flags, int stream, byte[] payload) {
        /// The error of a RST_STREAM or GOAWAY.
        int error() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }
    }

    private final Raw raw;

    Http2Raw(Raw raw) {
        this.raw = raw;
        raw.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        send(SETTINGS, 0, 0, new byte[0]);
    }

    Http2Raw send(int type, int flags, int stream, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        raw.begin(new String(frame.array(), StandardCharsets.ISO_8859_1));
        return this;
    }

    /// Headers in `name=value` form, each as a literal that is not kept (RFC 7541 §6.2.2).
    static byte[] block(String... headers) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (String header : headers) {
            int split = header.indexOf('=');
            block.write(0);
            literal(block, header.substring(0, split));
            literal(block, header.substring(split + 1));
        }
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int rest = bytes.length - 127;
            while (rest >= 128) {
                block.write(rest % 128 + 128);
                rest /= 128;
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    /// The next frame; one of type -1 where the connection is over.
    Frame next() {
        byte[] head = raw.exactly(9);
        if (head.length < 9) {
            return new Frame(-1, 0, 0, new byte[0]);
        }
        ByteBuffer frame = ByteBuffer.wrap(head);
        int length = (frame.get() & 0xff) << 16 | (frame.getShort() & 0xffff);
        return new Frame(frame.get() & 0xff, frame.get() & 0xff, frame.getInt(), raw.exactly(length));
    }

    /// The next frame of this type, or the end.
    Frame await(int... types) {
        while (true) {
            Frame frame = next();
            for (int type : types) {
                if (frame.type() == type || frame.type() < 0) {
                    return frame;
                }
            }
        }
    }

    /// The status of an answer, 0 where the stream or the connection was ended instead.
    int status() {
        Frame frame = await(HEADERS, RST_STREAM, GOAWAY);
        if (frame.type() != HEADERS) {
            return 0;
        }
        byte[] block = frame.payload();
        int at = (block[0] & 0xe0) == 0x20 ? 1 : 0;
        int[] indexed = {200, 204, 206, 304, 400, 404, 500};
        if ((block[at] & 0x80) != 0) {
            return indexed[(block[at] & 0x7f) - 8];
        }
        return Integer.parseInt(new String(block, at + 2, 3, StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        raw.close();
    }
}
