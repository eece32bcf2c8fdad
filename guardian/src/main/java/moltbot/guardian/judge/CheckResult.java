package moltbot.guardian.judge;

import java.util.List;

/// What one check found, and when it looked.
///
/// @param startedNanos  when the look it rests on began, on the monotonic clock
public record CheckResult(String check, long startedNanos, List<Finding> findings) {
    public CheckResult {
        findings = List.copyOf(findings);
    }

    /// The result in one line, for the lease's digest.
    String canonical() {
        StringBuilder line = new StringBuilder(check).append(findings.isEmpty() ? " ok" : " found");
        for (Finding finding : findings) {
            line.append('\0').append(finding.subject());
        }
        return line.toString();
    }
}
