package moltbot.gateway.testdiscord;

import moltbot.contract.json.JsonObject;

/// Something that happened, for whoever has a session.
record Happened(long seq, String type, JsonObject data) {
    JsonObject frame() {
        return JsonObject.with("t", type)
                .with("s", seq)
                .with("op", 0)
                .with("d", data)
                .build();
    }
}
