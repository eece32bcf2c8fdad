package moltbot.gateway.testsignal;

import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// What signal-cli answers to `send` (`JsonSendMessageResult`).
public final class Results {
    private Results() {}

    /// What came of it for one person.
    public static JsonObject to(String uuid, String type) {
        return JsonObject.with(
                        "recipientAddress",
                        JsonObject.with("uuid", uuid)
                                .with("number", JsonValue.NULL)
                                .with("username", JsonValue.NULL)
                                .build())
                .with("type", type)
                .build();
    }

    /// It was too much.
    ///
    /// @param token    what a person could answer; empty for none
    /// @param seconds  0 where it is not said
    public static JsonObject limited(String uuid, String token, long seconds) {
        JsonObject.Builder result = to(uuid, "RATE_LIMIT_FAILURE").toBuilder();
        if (!token.isEmpty()) {
            result.with("token", token);
        }
        return seconds == 0
                ? result.build()
                : result.with("retryAfterSeconds", seconds).build();
    }

    public static JsonObject of(long timestamp, JsonObject... results) {
        return JsonObject.with("timestamp", timestamp)
                .with("results", JsonArray.of(List.of(results)))
                .build();
    }

    /// An error with what came of it for each, for [SignalWorld#fault].
    public static JsonObject fault(long code, String message, JsonObject... results) {
        return JsonObject.with("code", code)
                .with("message", message)
                .with("data", JsonObject.with("response", of(1, results)).build())
                .build();
    }

    /// An error without more, for [SignalWorld#fault].
    public static JsonObject bare(long code, String message) {
        return JsonObject.with("code", code).with("message", message).build();
    }

    /// Sent, to some of a group, for [SignalWorld#fault].
    public static JsonObject partly(JsonObject... results) {
        return JsonObject.with("results", JsonArray.of(List.of(results))).build();
    }
}
