package moltbot.runtime.background;

import java.nio.charset.StandardCharsets;

/// The latest of what a program printed, and how much came before it. Guarded by whoever has it.
final class Printed {
    private static final int KEPT = 256 << 10;

    private final byte[] ring = new byte[KEPT];
    private long end;

    /// A piece of it as text.
    ///
    /// @param lost  bytes before it that were asked for and are not kept any more
    /// @param next  where the next piece begins, counted from the program's first byte
    record Window(String text, long lost, long next) {}

    void append(byte[] bytes) {
        for (int i = Math.max(0, bytes.length - KEPT); i < bytes.length; i++) {
            ring[(int) ((end + i) % KEPT)] = bytes[i];
        }
        end += bytes.length;
    }

    long end() {
        return end;
    }

    /// At most so many bytes from there on. A character that is cut is left for the next piece, unless nothing follows
    /// it any more; bytes that are no UTF-8 are replaced.
    Window from(long wanted, int most, boolean over) {
        long from = Math.clamp(wanted, Math.max(0, end - KEPT), end);
        int length = (int) Math.min(most, end - from);
        byte[] piece = new byte[length];
        for (int i = 0; i < length; i++) {
            piece[i] = ring[(int) ((from + i) % KEPT)];
        }
        int whole = over && from + length == end ? length : length - cut(piece);
        return new Window(
                new String(piece, 0, whole, StandardCharsets.UTF_8), from - Math.min(wanted, from), from + whole);
    }

    /// How many bytes at the end are the beginning of a character that is not there whole.
    private static int cut(byte[] piece) {
        for (int back = 1; back <= Math.min(3, piece.length - 1); back++) {
            int value = piece[piece.length - back] & 0xff;
            if (value < 0x80) {
                return 0;
            }
            if (value >= 0xc0) {
                int needs = value >= 0xf0 ? 4 : value >= 0xe0 ? 3 : 2;
                return needs > back ? back : 0;
            }
        }
        return 0;
    }
}
