package moltbot.gateway.egress;

import java.util.Arrays;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import org.jspecify.annotations.Nullable;

/// A body cut into lines that end in LF, CR LF or CR, each of at most so many bytes. A last line that has no end is
/// not a line: it was cut off. Used by one thread.
public final class BodyLines {
    /// Where the bytes come from; −1 at the end.
    @FunctionalInterface
    interface Source {
        int read(byte[] target, int offset, int length) throws InterruptedException;
    }

    private final Source source;
    private final int maxLineBytes;
    private final byte[] buffer = new byte[8 << 10];
    private int position;
    private int limit;
    private byte[] line = new byte[256];
    private int length;
    private boolean afterCarriageReturn;

    BodyLines(Source source, int maxLineBytes) {
        this.source = source;
        this.maxLineBytes = maxLineBytes;
    }

    /// The next line without its end, or null when there is none any more.
    public byte @Nullable [] next() throws InterruptedException {
        while (true) {
            if (position == limit && !fill()) {
                return null;
            }
            if (afterCarriageReturn) {
                afterCarriageReturn = false;
                if (buffer[position] == '\n') {
                    position++;
                    continue;
                }
            }
            int end = endOfLine();
            keep(end);
            position = end;
            if (end < limit) {
                afterCarriageReturn = buffer[position++] == '\r';
                return taken();
            }
        }
    }

    private boolean fill() throws InterruptedException {
        position = 0;
        limit = Math.max(0, source.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    private int endOfLine() {
        int end = position;
        while (end < limit && buffer[end] != '\n' && buffer[end] != '\r') {
            end++;
        }
        return end;
    }

    private void keep(int end) {
        int count = end - position;
        if (length + count > maxLineBytes) {
            throw new ContractException(Code.TOO_LARGE, "A line of an answer is longer than is accepted here.");
        }
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, length + count));
        }
        System.arraycopy(buffer, position, line, length, count);
        length += count;
    }

    private byte[] taken() {
        byte[] whole = Arrays.copyOf(line, length);
        length = 0;
        return whole;
    }
}
