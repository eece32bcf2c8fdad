package moltbot.control.panel;

import java.util.Arrays;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;

/// A whole answer.
record Reply(int status, JsonObject headers, byte[] body) {
    /// Nothing but the panel's own files runs, loads or connects; no page frames it, no text becomes script.
    static final String CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'none'; "
            + "frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private static final byte[] NOTHING = new byte[0];
    private static final JsonObject JSON =
            headers("application/json", "no-store").build();

    /// The headers every answer has.
    static JsonObject.Builder headers(String type, String caching) {
        return JsonObject.with("content-type", type)
                .with("cache-control", caching)
                .with("content-security-policy", CONTENT_POLICY)
                .with("x-content-type-options", "nosniff")
                .with("referrer-policy", "no-referrer")
                .with("cross-origin-opener-policy", "same-origin")
                .with("cross-origin-resource-policy", "same-origin");
    }

    static Reply json(int status, JsonObject json) {
        return new Reply(status, JSON, json.toBytes());
    }

    static Reply error(int status, String reason, String message) {
        JsonObject error =
                JsonObject.with("reason", reason).with("message", message).build();
        return json(status, JsonObject.with("error", error).build());
    }

    static Reply empty(int status, JsonObject headers) {
        return new Reply(status, headers, NOTHING);
    }

    void sendTo(LinkExchange exchange) {
        exchange.reply(head(status, headers));
        int step = 256 << 10;
        for (int from = 0; from < body.length; from += step) {
            exchange.send(Arrays.copyOfRange(body, from, Math.min(body.length, from + step)));
        }
    }

    static JsonObject head(int status, JsonObject headers) {
        return JsonObject.with("status", status).with("headers", headers).build();
    }
}
