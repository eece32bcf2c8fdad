package moltbot.guardian.bypass;

import java.time.Instant;
import moltbot.contract.json.JsonObject;
import moltbot.guardian.judge.Finding;

/// One check that may find something for a while. It ends when either clock says so: the machine's own, which nobody
/// sets, or the wall clock, which goes on while the machine sleeps or is off.
///
/// @param untilMillis    the wall clock's end
/// @param deadlineNanos  the monotonic clock's end, in this life of the guardian
public record Bypass(String id, String check, String subject, String reason, long untilMillis, long deadlineNanos) {
    boolean holds(long nowNanos, long nowMillis) {
        return deadlineNanos - nowNanos > 0 && nowMillis < untilMillis;
    }

    boolean covers(Finding finding) {
        return check.equals(finding.check()) && (subject.isEmpty() || subject.equals(finding.subject()));
    }

    public JsonObject toJson() {
        return JsonObject.with("check", check)
                .with("subject", subject)
                .with("reason", reason)
                .with("until", Instant.ofEpochMilli(untilMillis / 1000 * 1000).toString())
                .build();
    }
}
