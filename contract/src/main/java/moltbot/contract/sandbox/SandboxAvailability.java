package moltbot.contract.sandbox;

import moltbot.contract.json.JsonObject;

/// Whether tasks can be run now. Permission is a matter of its own: without it no tool at all may be offered, whether
/// or not this machine has a tier.
///
/// @param available  permitted, and a tier works
/// @param permitted  the guardian's lease is fresh
/// @param tier    the best tier this machine has, or empty
/// @param reason  where not available: what is missing and how to get it, in one sentence
/// @param note    which better tiers do not work here, and why; may be empty
public record SandboxAvailability(boolean available, boolean permitted, String tier, String reason, String note) {
    /// Without a note.
    public SandboxAvailability(boolean available, boolean permitted, String tier, String reason) {
        this(available, permitted, tier, reason, "");
    }

    public JsonObject toJson() {
        return JsonObject.with("available", available)
                .with("permitted", permitted)
                .with("tier", tier)
                .with("reason", reason)
                .with("note", note)
                .build();
    }

    public static SandboxAvailability fromJson(JsonObject json) {
        return new SandboxAvailability(
                json.flag("available"),
                json.flag("permitted"),
                json.text("tier"),
                json.text("reason"),
                json.textOr("note", ""));
    }
}
