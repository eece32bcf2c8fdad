package moltbot.breaker.upstream.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import moltbot.breaker.exchange.Request;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// Which headers cross the breaker. What is not listed does not: no forwarding or identity header goes up, no cookie
/// comes down.
final class ReplyHeaders {
    private static final List<String> UP =
            List.of("accept", "content-type", "last-event-id", "accept-encoding", "if-none-match");
    private static final Set<String> DOWN = Set.of(
            "content-type",
            "content-encoding",
            "content-language",
            "content-disposition",
            "content-security-policy",
            "cache-control",
            "etag",
            "last-modified",
            "location",
            "retry-after",
            "allow",
            "vary");

    private ReplyHeaders() {}

    static JsonObject up(Request request) {
        JsonObject.Builder headers = new JsonObject.Builder();
        for (String name : UP) {
            List<String> values = request.all(name);
            if (!values.isEmpty()) {
                headers.with(name, String.join(", ", values));
            }
        }
        return headers.build();
    }

    static Map<String, String> down(JsonObject headers) {
        Map<String, String> kept = new LinkedHashMap<>();
        headers.fields().forEach((name, value) -> {
            if (value instanceof JsonValue.Text(String text)) {
                keep(name, text).ifPresent(safe -> kept.put(name, safe));
            }
        });
        return kept;
    }

    private static Optional<String> keep(String name, String value) {
        boolean listed = DOWN.contains(name);
        boolean ownPlace = !name.equals("location") || (value.startsWith("/") && !value.startsWith("//"));
        return listed && ownPlace && printable(value) ? Optional.of(value) : Optional.empty();
    }

    private static boolean printable(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }
}
