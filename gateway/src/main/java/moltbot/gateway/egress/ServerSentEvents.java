package moltbot.gateway.egress;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import org.jspecify.annotations.Nullable;

/// Reads `text/event-stream` (WHATWG HTML §9.2.6): the data of one event after another. Names are not needed by
/// anybody here, for the data says what it is; ids and retry times are known for whoever takes a stream up again. An
/// event that was cut off is dropped, as the standard
/// says; whether the answer was complete is for its own format to tell.
public final class ServerSentEvents {
    private static final byte[] DATA = {'d', 'a', 't', 'a'};

    private final BodyLines lines;
    private final int maxBytes;
    private static final byte[] ID = {'i', 'd'};
    private static final byte[] RETRY = {'r', 'e', 't', 'r', 'y'};

    private boolean first = true;
    private String id = "";
    private String lastId = "";
    private OptionalLong retryMillis = OptionalLong.empty();

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
            if (line.length == start) {
                lastId = id;
                if (data != null) {
                    return data.toByteArray();
                }
            }
            note(line, start);
            int value = valueOf(DATA, line, start);
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

    /// What the last whole event is called, for `Last-Event-ID`; empty where none was called anything that fits there.
    public String lastId() {
        return lastId;
    }

    /// How long to wait before the stream is asked for again, where the server said it.
    public OptionalLong retryMillis() {
        return retryMillis;
    }

    private void note(byte[] line, int start) {
        int name = valueOf(ID, line, start);
        if (name >= 0) {
            String text = new String(line, name, line.length - name, StandardCharsets.UTF_8);
            id = text.matches("[!-~]{1,256}") ? text : "";
        }
        int time = valueOf(RETRY, line, start);
        if (time >= 0) {
            String text = new String(line, time, line.length - time, StandardCharsets.UTF_8);
            retryMillis = text.matches("[0-9]{1,9}") ? OptionalLong.of(Long.parseLong(text)) : retryMillis;
        }
    }

    private static ContractException tooLong() {
        return new ContractException(Code.TOO_LARGE, "An event of an answer is longer than is accepted here.");
    }

    private static int byteOrderMark(byte[] line) {
        boolean mark = line.length >= 3 && line[0] == (byte) 0xef && line[1] == (byte) 0xbb && line[2] == (byte) 0xbf;
        return mark ? 3 : 0;
    }

    /// Where the value of that field begins; −1 for any other line.
    private static int valueOf(byte[] field, byte[] line, int start) {
        int end = start + field.length;
        if (line.length < end || !Arrays.equals(line, start, end, field, 0, field.length)) {
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
