package moltbot.guardian.judge;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import moltbot.contract.seal.Seal;

/// The last finished result of every check, together: what a lease rests on.
///
/// @param number        rises by one each time every check has been finished anew
/// @param startedNanos  when the oldest of these results was taken
/// @param oldest        how long ago that was
/// @param digest        SHA-256 over every check's id and result
/// @param findings      everything that stands
public record Sweep(long number, long startedNanos, Duration oldest, String digest, List<Finding> findings) {
    public Sweep {
        findings = List.copyOf(findings);
    }

    /// Puts results together.
    ///
    /// @param results  at least one
    public static Sweep of(long number, Collection<CheckResult> results, long nowNanos) {
        long oldest = nowNanos;
        List<Finding> findings = new ArrayList<>();
        byte[][] lines = new byte[results.size()][];
        int i = 0;
        for (CheckResult result : results) {
            oldest = oldest - result.startedNanos() > 0 ? result.startedNanos() : oldest;
            findings.addAll(result.findings());
            lines[i++] = result.canonical().getBytes(StandardCharsets.UTF_8);
        }
        return new Sweep(number, oldest, Duration.ofNanos(nowNanos - oldest), Seal.digest(lines), findings);
    }

    /// True where nothing stands that blocks.
    public boolean clear() {
        for (Finding finding : findings) {
            if (finding.blocks()) {
                return false;
            }
        }
        return true;
    }
}
