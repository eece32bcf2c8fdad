package moltbot.breaker.upstream.socket;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Whatever comes, and in whatever pieces: what is passed on is what a second, slower reading of the whole allows.
class FrameReaderFuzzTest {
    private static final int MOST = 1 << 16;

    @FuzzTest
    void passesOnWhatIsRightAndNothingElse(byte[] bytes) {
        if (bytes.length < 2) {
            return;
        }
        boolean masked = (bytes[0] & 1) != 0;
        boolean compressed = (bytes[0] & 2) != 0;
        int step = 1 + (bytes[0] & 0x7c) / 4;
        byte[] input = Arrays.copyOfRange(bytes, 1, bytes.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameReader reader = new FrameReader(masked, compressed, MOST, piece -> {
            while (piece.isReadable()) {
                out.write(piece.readByte());
            }
            piece.release();
        });
        boolean violated = false;
        try {
            for (int at = 0; at < input.length; at += step) {
                ByteBuf piece = Unpooled.wrappedBuffer(input, at, Math.min(step, input.length - at));
                reader.take(piece);
            }
        } catch (FrameReader.Violation e) {
            violated = true;
        }
        Oracle oracle = new Oracle(input, masked, compressed);
        oracle.read();
        byte[] passed = out.toByteArray();
        if (violated != oracle.violated
                || passed.length != oracle.good
                || !Arrays.equals(passed, Arrays.copyOf(input, passed.length))) {
            throw new AssertionError("passed " + passed.length + " violated " + violated + ", but " + oracle.good + " "
                    + oracle.violated);
        }
    }

    /// RFC 6455 §5, read once from front to back with everything at hand.
    private static final class Oracle {
        private final byte[] in;
        private final boolean masked;
        private final boolean compressed;
        int good;
        boolean violated;
        private boolean inMessage;
        private long message;
        private boolean closed;

        Oracle(byte[] in, boolean masked, boolean compressed) {
            this.in = in;
            this.masked = masked;
            this.compressed = compressed;
        }

        void read() {
            while (good < in.length && !violated) {
                if (closed) {
                    violated = true;
                    return;
                }
                if (!frame()) {
                    return;
                }
            }
        }

        private int at(int offset) {
            return in[good + offset] & 0xff;
        }

        /// False where it breaks off.
        private boolean frame() {
            int left = in.length - good;
            if (left < 2) {
                return false;
            }
            int op = at(0) & 15;
            boolean fin = at(0) >= 128;
            boolean control = op >= 8;
            int short7 = at(1) & 127;
            violated = (at(0) & 0x30) != 0
                    || (op > 2 && op < 8)
                    || op > 10
                    || (at(1) >= 128) != masked
                    || ((at(0) & 0x40) != 0 && !(compressed && (op == 1 || op == 2)))
                    || (op == 0 && !inMessage)
                    || ((op == 1 || op == 2) && inMessage)
                    || (control && (!fin || short7 > 125));
            if (violated) {
                return false;
            }
            int extra = short7 == 126 ? 2 : short7 == 127 ? 8 : 0;
            int head = 2 + extra + (masked ? 4 : 0);
            if (left < head) {
                return false;
            }
            java.math.BigInteger length = extra == 0
                    ? java.math.BigInteger.valueOf(short7)
                    : new java.math.BigInteger(1, in, good + 2, extra);
            int least = extra == 2 ? 126 : extra == 8 ? 65536 : 0;
            if (length.bitLength() > 63 || length.longValue() < least) {
                violated = true;
                return false;
            }
            return control ? control(op, head, (int) length.longValue()) : data(op, fin, head, length.longValue());
        }

        private boolean control(int op, int head, int length) {
            if (in.length - good < head + length) {
                return false;
            }
            if (op == 8 && length > 0) {
                int key = masked ? head - 4 : -1;
                int code = length < 2
                        ? 0
                        : ((at(head) ^ (key < 0 ? 0 : at(key))) << 8) + (at(head + 1) ^ (key < 0 ? 0 : at(key + 1)));
                violated = length == 1
                        || code < 1000
                        || (code > 1003 && code < 1007)
                        || (code > 1014 && code < 3000)
                        || code > 4999;
            }
            if (violated) {
                return false;
            }
            closed = op == 8;
            good += head + length;
            return true;
        }

        private boolean data(int op, boolean fin, int head, long length) {
            message = op == 0 ? message + length : length;
            if (message > MOST) {
                violated = true;
                return false;
            }
            inMessage = !fin;
            long whole = head + length;
            if (in.length - good < whole) {
                good = in.length;
                return false;
            }
            good += (int) whole;
            return true;
        }
    }
}
