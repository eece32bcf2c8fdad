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
        /// The breaker trips, and what strangers can reach stops listening.
        EXPOSURE,
        /// The breaker trips, and nobody gets a lease while it stands.
        TRIP,
        /// Nobody gets a lease while it stands, so everything is blocked; it is not latched and heals by itself.
        HOLD,
        /// It is written down.
        WARN;

        /// True where the breaker trips and stays so until it is reset.
        public boolean trips() {
            return this == EXPOSURE || this == TRIP;
        }
    }

    private static final String UNOBSERVABLE = "unobservable";

    public static Finding exposure(String check, String subject, String reason, String evidence) {
        return new Finding(check, subject, reason, evidence, Action.EXPOSURE);
    }

    public static Finding trip(String check, String subject, String reason, String evidence) {
        return new Finding(check, subject, reason, evidence, Action.TRIP);
    }

    public static Finding warn(String check, String subject, String reason, String evidence) {
        return new Finding(check, subject, reason, evidence, Action.WARN);
    }

    /// A check that could not be made.
    ///
    /// @param action  a trip where blinding must not pay; less where a stranger could cause it
    public static Finding blind(String check, String why, Action action) {
        return new Finding(check, UNOBSERVABLE, "A check could not be made.", why, action);
    }

    /// True where it says that a check could not be made.
    public boolean unobservable() {
        return subject.equals(UNOBSERVABLE);
    }

    /// The same, written down only: the owner lets it pass for a while.
    public Finding bypassed() {
        return new Finding(check, subject, reason, evidence, Action.WARN);
    }

    /// True where no lease may rest on it.
    public boolean blocks() {
        return action != Action.WARN;
    }

    /// The same finding, seen again.
    public boolean sameAs(Finding other) {
        return check.equals(other.check) && subject.equals(other.subject);
    }

    public JsonObject toJson() {
        return JsonObject.with("check", check)
                .with("reason", reason)
                .with("evidence", evidence)
                .with("exposure", action == Action.EXPOSURE)
                .build();
    }
}
