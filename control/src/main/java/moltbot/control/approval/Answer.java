package moltbot.control.approval;

import moltbot.control.policy.Effect;

/// What a waiting runtime is told.
sealed interface Answer {
    /// Yes.
    ///
    /// @param grant  id of the one grant this yes is worth
    record Approved(Effect effect, String grant) implements Answer {}

    record Denied() implements Answer {}

    record Expired() implements Answer {}

    /// A trip of the breaker came first.
    record Voided() implements Answer {}
}
