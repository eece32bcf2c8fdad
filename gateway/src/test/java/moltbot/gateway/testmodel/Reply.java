package moltbot.gateway.testmodel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the server sends: a status, headers, and a body in pieces, each written and flushed by itself.
///
/// @param pause  before each piece
/// @param end    what happens after the last piece
public record Reply(int status, Map<String, String> headers, List<byte[]> pieces, Duration pause, End end) {
    /// How an answer ends.
    public enum End {
        /// As it should.
        COMPLETE,
        /// The connection is closed in the middle of the body.
        CUT,
        /// Nothing more comes, and the connection stays open.
        SILENT
    }

    public static Reply stream(String type, byte[] body) {
        return new Reply(200, Map.of("content-type", type), List.of(body), Duration.ZERO, End.COMPLETE);
    }

    /// Bytes that nothing is said of.
    public static Reply bytes(int status, byte[] body) {
        return new Reply(
                status, Map.of("content-type", "application/octet-stream"), List.of(body), Duration.ZERO, End.COMPLETE);
    }

    public static Reply failure(int status, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return new Reply(
                status, Map.of("content-type", "application/json"), List.of(body), Duration.ZERO, End.COMPLETE);
    }

    public Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, pieces, pause, end);
    }

    public Reply ending(End how) {
        return new Reply(status, headers, pieces, pause, how);
    }

    public Reply pausing(Duration before) {
        return new Reply(status, headers, pieces, before, end);
    }

    /// The same bytes, cut at one place.
    public Reply cutAt(int offset) {
        byte[] all = body();
        return new Reply(
                status,
                headers,
                List.of(Arrays.copyOf(all, offset), Arrays.copyOfRange(all, offset, all.length)),
                pause,
                end);
    }

    /// Only the first bytes.
    public Reply first(int bytes) {
        return new Reply(status, headers, List.of(Arrays.copyOf(body(), bytes)), pause, end);
    }

    /// The same bytes, so many at a time.
    public Reply inPiecesOf(int bytes) {
        byte[] all = body();
        List<byte[]> cut = new ArrayList<>();
        for (int from = 0; from < all.length; from += bytes) {
            cut.add(Arrays.copyOfRange(all, from, Math.min(all.length, from + bytes)));
        }
        return new Reply(status, headers, cut, pause, end);
    }

    /// All bytes of the body.
    public byte[] body() {
        int length = pieces.stream().mapToInt(piece -> piece.length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return all;
    }
}
