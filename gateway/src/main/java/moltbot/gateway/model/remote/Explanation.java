package moltbot.gateway.model.remote;

import java.nio.charset.StandardCharsets;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// What a server says about a failure, in the forms in use: `{"error":{"type","message","param"}}`, `{"error":"…"}`,
/// `{"message":"…"}`. Empty where it says nothing readable.
public record Explanation(String type, String message, String param) {
    private static final System.Logger LOG = System.getLogger("model");
    static final Explanation NONE = new Explanation("", "", "");

    static Explanation of(String body) {
        try {
            return of(JsonObject.parse(body.getBytes(StandardCharsets.UTF_8)));
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "A failure came without a readable explanation: {0}", e.getMessage());
            return NONE;
        }
    }

    /// From a body, or from an event in a stream.
    public static Explanation of(JsonObject json) {
        return switch (json.fields().get("error")) {
            case JsonObject error -> new Explanation(text(error, "type"), text(error, "message"), text(error, "param"));
            case JsonValue.Text(String message) -> new Explanation("", message, "");
            case null -> new Explanation(text(json, "type"), text(json, "message"), "");
            default -> NONE;
        };
    }

    private static String text(JsonObject json, String name) {
        return json.fields().get(name) instanceof JsonValue.Text(String text) ? text : "";
    }
}
