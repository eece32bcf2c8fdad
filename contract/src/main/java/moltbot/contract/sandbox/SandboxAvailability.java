package moltbot.contract.sandbox;

import moltbot.contract.json.JsonObject;

/// Whether tasks can be run now.
///
/// @param tier    the best tier this machine has, or empty
/// @param reason  where not available: what is missing and how to get it, in one sentence
public record SandboxAvailability(boolean available, String tier, String reason) {
    public JsonObject toJson() {
        return JsonObject.with("available", available)
                .with("tier", tier)
                .with("reason", reason)
                .build();
    }

    public static SandboxAvailability fromJson(JsonObject json) {
        return new SandboxAvailability(json.flag("available"), json.text("tier"), json.text("reason"));
    }
}
