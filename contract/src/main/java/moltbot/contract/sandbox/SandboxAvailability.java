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
/// @param browser  why no sandbox here can hold a browser, and how to mend that; empty where one can
public record SandboxAvailability(
        boolean available, boolean permitted, String tier, String reason, String note, String browser) {
    private static final String NO_BROWSER = "There is no browser here.";

    /// Without a note and a browser.
    public SandboxAvailability(boolean available, boolean permitted, String tier, String reason) {
        this(available, permitted, tier, reason, "", NO_BROWSER);
    }

    public JsonObject toJson() {
        return JsonObject.with("available", available)
                .with("permitted", permitted)
                .with("tier", tier)
                .with("reason", reason)
                .with("note", note)
                .with("browser", browser)
                .build();
    }

    public static SandboxAvailability fromJson(JsonObject json) {
        return new SandboxAvailability(
                json.flag("available"),
                json.flag("permitted"),
                json.text("tier"),
                json.text("reason"),
                json.textOr("note", ""),
                json.textOr("browser", NO_BROWSER));
    }
}
