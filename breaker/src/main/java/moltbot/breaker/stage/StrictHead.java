package moltbot.breaker.stage;

import java.util.List;
import java.util.Map;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Request;

/// What the codec lets pass and this house does not (RFC 9112): other versions, header bytes beyond printable ASCII,
/// two lengths, two codings, upgrades, and more headers than any browser sends.
final class StrictHead implements Stage {
    private static final List<String> ONCE =
            List.of("content-length", "transfer-encoding", "content-type", "origin", "cookie", "x-csrf");

    @Override
    public Verdict judge(Visit visit) {
        Request request = visit.request();
        if (!request.version().equals("HTTP/1.1")) {
            return refuse(505, "version", "Only HTTP/1.1 is spoken here.");
        }
        int count = request.headers().values().stream().mapToInt(List::size).sum();
        if (count > Request.MOST_HEADERS) {
            return refuse(431, "too-many-headers", "The request has too many headers.");
        }
        if (ONCE.stream().anyMatch(name -> request.all(name).size() > 1) || !printable(request)) {
            return refuse(400, "malformed", "The request is not well formed.");
        }
        if (request.has("transfer-encoding")
                && (request.has("content-length")
                        || !request.one("transfer-encoding").orElse("").equals("chunked"))) {
            return refuse(400, "malformed", "The request's length is ambiguous.");
        }
        if ((request.has("upgrade") && !mayUpgrade(visit)) || request.has("http2-settings")) {
            return refuse(403, "no-upgrade", "Other protocols are not spoken here.");
        }
        if (request.has("expect") && !request.one("expect").orElse("").equalsIgnoreCase("100-continue")) {
            return refuse(417, "expectation", "That expectation cannot be met.");
        }
        return Verdict.NEXT;
    }

    /// Only another program's panel may have WebSockets: our own speaks with events and posts.
    private static boolean mayUpgrade(Visit visit) {
        return visit.foreign() && visit.request().one("upgrade").orElse("").equalsIgnoreCase("websocket");
    }

    private static Verdict refuse(int status, String reason, String message) {
        return new Verdict.Answered(Answer.error(status, reason, message).closing());
    }

    private static boolean printable(Request request) {
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            for (String value : header.getValue()) {
                if (!value.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t')) {
                    return false;
                }
            }
        }
        return true;
    }
}
