package moltbot.breaker.exchange;

import java.util.LinkedHashMap;
import java.util.Map;
import moltbot.contract.json.JsonObject;

/// A whole answer of the breaker's own. Its bytes are not copied: do not change them.
///
/// @param close  end the connection after it
public record Answer(int status, Map<String, String> headers, byte[] body, boolean close) {

    public static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, Map.of("content-type", contentType), body, false);
    }

    public static Answer json(int status, JsonObject json) {
        return of(status, "application/json", json.toBytes()).with("cache-control", "no-store");
    }

    /// An error as every error here looks: a stable reason and a sentence for people.
    public static Answer error(int status, String reason, String message) {
        return json(
                status,
                JsonObject.with(
                                "error",
                                JsonObject.with("reason", reason)
                                        .with("message", message)
                                        .build())
                        .build());
    }

    public static Answer redirect(String location) {
        return new Answer(303, Map.of("location", location, "cache-control", "no-store"), new byte[0], false);
    }

    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body, close);
    }

    public Answer closing() {
        return new Answer(status, headers, body, true);
    }
}
