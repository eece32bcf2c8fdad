package moltbot.gateway.egress;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import org.jspecify.annotations.Nullable;

/// Reads `text/event-stream` (WHATWG HTML §9.2.6): the data of one event after another. Names, ids and retry times are
/// not needed by any model API, whose data says what it is. An event that was cut off is dropped, as the standard
/// says; whether the answer was complete is for its own format to tell.
public final class ServerSentEvents {
    private static final byte[] DATA = {'d', 'a', 't', 'a'};

    private final BodyLines lines;
    private final int maxBytes;
    private boolean first = true;

    /// @param maxBytes  longest data of one event, over all its lines
    public ServerSentEvents(BodyLines lines, int maxBytes) {
        this.lines = lines;
        this.maxBytes = maxBytes;
    }

    /// The data of the next event that has any, or null at the end.
    public byte @Nullable [] next() throws InterruptedException {
        ByteArrayOutputStream data = null;
        byte[] line;
        while ((line = lines.next()) != null) {
            int start = first ? byteOrderMark(line) : 0;
            first = false;
            if (line.length == start && data != null) {
                return data.toByteArray();
            }
            int value = valueOfData(line, start);
            if (value >= 0) {
                if (data == null) {
                    data = new ByteArrayOutputStream(Math.max(32, line.length));
                } else {
                    data.write('\n');
                }
                if (data.size() + line.length - value > maxBytes) {
                    throw tooLong();
                }
                data.write(line, value, line.length - value);
            }
        }
        return null;
    }

    private static ContractException tooLong() {
        return new ContractException(Code.TOO_LARGE, "An event of an answer is longer than is accepted here.");
    }

    private static int byteOrderMark(byte[] line) {
        boolean mark = line.length >= 3 && line[0] == (byte) 0xef && line[1] == (byte) 0xbb && line[2] == (byte) 0xbf;
        return mark ? 3 : 0;
    }

    /// Where the value of a `data` field begins; −1 for any other line.
    private static int valueOfData(byte[] line, int start) {
        int end = start + DATA.length;
        if (line.length < end || !Arrays.equals(line, start, end, DATA, 0, DATA.length)) {
            return -1;
        }
        if (line.length == end) {
            return end;
        }
        if (line[end] != ':') {
            return -1;
        }
        return line.length > end + 1 && line[end + 1] == ' ' ? end + 2 : end + 1;
    }
}
