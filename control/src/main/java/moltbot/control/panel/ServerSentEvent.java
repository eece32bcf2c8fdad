package moltbot.control.panel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import moltbot.contract.json.JsonObject;

/// One event of a conversation as a server-sent event.
final class ServerSentEvent {
    private static final byte[] START = "{\"seq\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID = "id: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

    private ServerSentEvent() {}

    /// The usual event is passed on byte for byte; one that is not a single line is read and written anew, so that
    /// nothing in it can pretend to be a field of the stream.
    static byte[] encode(byte[] json) {
        for (byte b : json) {
            if (b == '\n' || b == '\r') {
                return encode(JsonObject.parse(json).toBytes());
            }
        }
        ByteArrayOutputStream event = new ByteArrayOutputStream(json.length + 40);
        int digits = START.length;
        if (Arrays.equals(START, 0, START.length, json, 0, Math.min(START.length, json.length))) {
            while (digits < json.length && json[digits] >= '0' && json[digits] <= '9') {
                digits++;
            }
            boolean lasts = digits > START.length && json[START.length] != '0';
            if (lasts) {
                event.writeBytes(ID);
                event.write(json, START.length, digits - START.length);
                event.write('\n');
            }
        }
        event.writeBytes(DATA);
        event.writeBytes(json);
        event.write('\n');
        event.write('\n');
        return event.toByteArray();
    }
}
