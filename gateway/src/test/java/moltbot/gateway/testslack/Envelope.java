package moltbot.gateway.testslack;

import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// Something that happened and was not acknowledged yet. What was told and not acknowledged is told again, under
/// another id of the envelope.
final class Envelope {
    final JsonObject payload;
    int told;

    @Nullable
    String id;

    @Nullable
    SocketEnd at;

    Envelope(JsonObject payload) {
        this.payload = payload;
    }

    private String type() {
        return payload.has("command")
                ? "slash_commands"
                : payload.textOr("type", "").equals("block_actions") ? "interactive" : "events_api";
    }

    JsonObject frame() {
        return JsonObject.with("envelope_id", String.valueOf(id))
                .with("payload", payload)
                .with("type", type())
                .with("accepts_response_payload", type().equals("slash_commands"))
                .with("retry_attempt", told - 1)
                .with("retry_reason", told > 1 ? "timeout" : "")
                .build();
    }
}
