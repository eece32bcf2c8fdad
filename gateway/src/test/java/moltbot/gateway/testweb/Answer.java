package moltbot.gateway.testweb;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is said to a request.
///
/// @param status  0 hangs up without a word
public record Answer(int status, Map<String, String> headers, byte[] body) {
    private static final int NO_CONTENT = 204;

    /// JSON; or nothing, where there is none.
    public static Answer json(int status, Map<String, String> headers, String body) {
        Map<String, String> all = new LinkedHashMap<>();
        if (status != NO_CONTENT) {
            all.put("content-type", "application/json");
        }
        all.putAll(headers);
        return new Answer(status, all, body.getBytes(StandardCharsets.UTF_8));
    }
}
