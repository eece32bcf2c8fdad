package moltbot.guardian.judge;

import moltbot.contract.json.JsonObject;

/// Something that must not be.
///
/// @param check     the id of the rule, as in the catalogue: `L2`
/// @param subject   what tells this finding from others of the same check
/// @param reason    one plain sentence
/// @param evidence  what was seen
public record Finding(String check, String subject, String reason, String evidence, Action action) {
    /// What follows from it.
    public enum Action {
        /// The breaker trips, and nobody gets a lease while it stands.
        TRIP,
        /// It is written down.
        WARN
    }

    public static Finding trip(String check, String subject, String reason, String evidence) {
        return new Finding(check, subject, reason, evidence, Action.TRIP);
    }

    /// The same finding, seen again.
    public boolean sameAs(Finding other) {
        return check.equals(other.check) && subject.equals(other.subject);
    }

    public JsonObject toJson() {
        return JsonObject.with("check", check)
                .with("reason", reason)
                .with("evidence", evidence)
                .build();
    }
}
