package moltbot.guardian.observe.panel;

import java.util.List;
import moltbot.guardian.fact.panel.Kind;

/// Requests that two readers take for two different ones (RFC 9112 §11.2), and other protocols in the place of the
/// first.
/// Each hides a second request in its body: whoever reads it so answers twice.
final class Ambiguities {
    private Ambiguities() {}

    static List<Question> of(Site site) {
        String second = "GET /smuggled HTTP/1.1\r\nHost: " + site.host() + "\r\n\r\n";
        String chunked = "0\r\n\r\n" + second;
        String length = "Content-Length: ";
        String coding = "Transfer-Encoding: chunked";
        return List.of(
                ambiguous(site, "two kinds of length", length + chunked.length() + "\r\n" + coding, chunked),
                ambiguous(site, "two lengths", length + "4\r\n" + length + second.length(), second),
                ambiguous(site, "two codings", coding + "\r\nTransfer-Encoding: identity", chunked),
                ambiguous(site, "a space before the colon", "Transfer-Encoding : chunked", chunked),
                ambiguous(site, "a folded line", "X-Fold: a\r\n " + coding, chunked),
                ambiguous(site, "a length with a sign", length + "+4", "{}{}" + second),
                new Question(
                        Kind.OTHER_PROTOCOL,
                        "An upgrade to HTTP/2 without TLS",
                        "GET / HTTP/1.1\r\nHost: " + site.host() + "\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                                + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"),
                new Question(
                        Kind.OTHER_PROTOCOL,
                        "HTTP/2 without asking",
                        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"));
    }

    private static Question ambiguous(Site site, String what, String headers, String body) {
        String text = "POST " + site.pages().auth() + "/state HTTP/1.1\r\nHost: " + site.host()
                + "\r\nContent-Type: application/json\r\nOrigin: " + site.origin() + "\r\n" + headers + "\r\n\r\n"
                + body;
        return new Question(Kind.AMBIGUOUS, "A request with " + what, text);
    }
}
