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
        JsonValue error = json.fields().get("error");
        if (error instanceof JsonObject told) {
            return new Explanation(text(told, "type"), text(told, "message"), text(told, "param"));
        } else if (error instanceof JsonValue.Text(String message)) {
            return new Explanation("", message, "");
        }
        return error == null ? new Explanation(text(json, "type"), text(json, "message"), "") : NONE;
    }

    private static String text(JsonObject json, String name) {
        return json.fields().get(name) instanceof JsonValue.Text(String text) ? text : "";
    }
}
