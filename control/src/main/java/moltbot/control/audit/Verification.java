package moltbot.control.audit;

import moltbot.contract.json.JsonObject;

/// What reading the audit found.
///
/// @param head     the last record that holds
/// @param problem  what is wrong, in one sentence; empty where all is well
public record Verification(Head head, String problem) {
    public boolean ok() {
        return problem.isEmpty();
    }

    JsonObject toJson() {
        return JsonObject.with("count", head.count())
                .with("head", head.hash())
                .with("ok", ok())
                .with("problem", problem)
                .build();
    }
}
