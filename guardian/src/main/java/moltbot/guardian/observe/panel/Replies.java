package moltbot.guardian.observe.panel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import moltbot.guardian.fact.panel.Reply;

/// Reads answers as HTTP/1.1 (RFC 9112), tolerantly: whatever came is a reply of some kind.
final class Replies {
    private static final String BEGIN = "HTTP/1.";
    private static final int MOST_HEADERS = 200;
    private static final int SWITCHING = 101;

    private Replies() {}

    /// What these characters say.
    ///
    /// @param ended  whether the other end closed, or the answer was whole
    static Reply understand(String taken, boolean ended) {
        if (taken.isEmpty()) {
            return ended ? new Reply.Closed() : new Reply.Silent();
        }
        int headEnd = taken.indexOf("\r\n\r\n");
        if (!taken.startsWith(BEGIN)) {
            return new Reply.Answered(0, Map.of(), taken, 1);
        }
        if (headEnd < 0) {
            return ended ? new Reply.Closed() : new Reply.Silent();
        }
        String[] lines = taken.substring(0, headEnd).split("\r\n", MOST_HEADERS);
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.merge(
                        lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip(),
                        (one, more) -> one + "\n" + more);
            }
        }
        String body = taken.substring(headEnd + 4);
        return new Reply.Answered(status(lines[0]), headers, body, 1 + count(body));
    }

    /// Answers behind the first one: a status line at the beginning of a line, which no page of ours has.
    private static int count(String body) {
        int count = 0;
        int at = body.indexOf(BEGIN);
        while (at >= 0) {
            count++;
            at = body.indexOf(BEGIN, at + 1);
        }
        return count;
    }

    private static int status(String line) {
        if (line.length() < 12 || line.charAt(8) != ' ') {
            return 0;
        }
        int status = 0;
        for (int i = 9; i < 12; i++) {
            int digit = line.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            status = status * 10 + digit;
        }
        return status;
    }

    /// True where the first answer has all come: by its length, or because it has no body.
    static boolean whole(ByteArrayOutputStream taken) {
        String text = taken.toString(StandardCharsets.ISO_8859_1);
        int headEnd = text.indexOf("\r\n\r\n");
        if (headEnd < 0 || !text.startsWith(BEGIN)) {
            return false;
        }
        String head = text.substring(0, headEnd).toLowerCase(Locale.ROOT);
        int at = head.indexOf("\r\ncontent-length:");
        if (at < 0) {
            return status(text) == SWITCHING;
        }
        int end = head.indexOf("\r\n", at + 2);
        String length = head.substring(at + "\r\ncontent-length:".length(), end < 0 ? head.length() : end)
                .strip();
        return length.matches("[0-9]{1,8}") && text.length() - headEnd - 4 >= Integer.parseInt(length);
    }
}
