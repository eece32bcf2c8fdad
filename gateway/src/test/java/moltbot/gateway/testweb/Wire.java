package moltbot.gateway.testweb;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Bytes: HTTP/1.1 requests, and the frames of WebSockets (RFC 6455) from the server's side.
public final class Wire {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    /// A request; header names are in lower case.
    public record Request(String method, String path, Map<String, String> headers, byte[] body) {
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private Wire() {}

    /// The body, or, where it is a form (RFC 7578), what its last field holds.
    public static byte[] content(Request request) {
        Map<String, byte[]> fields = fields(request);
        return fields.isEmpty()
                ? request.body()
                : fields.values().stream().toList().getLast();
    }

    /// The fields of a form, each with the head of its part; empty where it is none.
    public static Map<String, byte[]> fields(Request request) {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        String type = request.header("content-type");
        if (!type.startsWith("multipart/form-data")) {
            return fields;
        }
        String mark = "--" + type.replaceAll(".*boundary=\"?([^\";]+).*", "$1");
        String body = new String(request.body(), StandardCharsets.ISO_8859_1);
        int at = body.indexOf(mark) + mark.length();
        while (at >= 0 && !body.startsWith("--", at)) {
            int start = body.indexOf("\r\n\r\n", at) + 4;
            int end = body.indexOf("\r\n" + mark, start);
            String head =
                    new String(body.substring(at, start).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            fields.put(head, body.substring(start, end).getBytes(StandardCharsets.ISO_8859_1));
            at = end + 2 + mark.length();
        }
        return fields;
    }

    public static @Nullable Request request(InputStream in) throws IOException {
        String[] start = line(in).split(" ", -1);
        if (start.length < 2) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(start[0], start[1], headers, body);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        while ((next = in.read()) >= 0 && next != '\n') {
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    public static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The next text a client sends; null at the end. Pings are answered.
    ///
    /// @param alive  whether anything is answered now
    public static @Nullable String text(InputStream in, OutputStream out, BooleanSupplier alive) throws IOException {
        DataInputStream data = new DataInputStream(in);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (true) {
            int first = data.read();
            if (first < 0) {
                return null;
            }
            byte[] payload;
            try {
                payload = payload(data);
            } catch (EOFException e) {
                return null;
            }
            int kind = first & 0x0f;
            if (kind == CLOSE) {
                frame(out, CLOSE, payload);
                return null;
            }
            if (kind == PING && alive.getAsBoolean()) {
                frame(out, PONG, payload);
            } else if (kind != PONG && kind != PING) {
                text.writeBytes(payload);
                if ((first & 0x80) != 0) {
                    return text.toString(StandardCharsets.UTF_8);
                }
            }
        }
    }

    private static byte[] payload(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return payload;
    }

    public static void text(OutputStream out, String text) throws IOException {
        frame(out, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public static void close(OutputStream out, int code) throws IOException {
        frame(out, CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    }

    private static void frame(OutputStream out, int kind, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x80 | kind);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else {
            frame.write(payload.length < 0x10000 ? 126 : 127);
            for (int shift = payload.length < 0x10000 ? 8 : 56; shift >= 0; shift -= 8) {
                frame.write(shift > 24 ? 0 : payload.length >> shift);
            }
        }
        frame.writeBytes(payload);
        synchronized (out) {
            out.write(frame.toByteArray());
            out.flush();
        }
    }
}
