package moltbot.breaker.page;

import java.util.LinkedHashMap;
import java.util.Map;
import moltbot.breaker.exchange.Answer;

/// What every answer carries, and what an answer may not have said less strictly.
public final class SecurityHeaders {
    private static final String NOTHING =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private SecurityHeaders() {}

    public static Answer on(Answer answer) {
        return new Answer(answer.status(), on(answer.headers()), answer.body(), answer.close());
    }

    public static Map<String, String> on(Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putIfAbsent("content-security-policy", NOTHING);
        all.putIfAbsent("cache-control", "no-store");
        all.put("x-content-type-options", "nosniff");
        all.put("x-frame-options", "DENY");
        all.put("referrer-policy", "no-referrer");
        all.put("x-robots-tag", "noindex, nofollow");
        all.put("cross-origin-opener-policy", "same-origin");
        all.put("cross-origin-resource-policy", "same-origin");
        all.put("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        return all;
    }
}
