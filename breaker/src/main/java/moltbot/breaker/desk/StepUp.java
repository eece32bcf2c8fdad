package moltbot.breaker.desk;

import java.util.List;
import java.util.regex.Pattern;

/// What a sign-in may do only within five minutes of a proof. Control looks at the same proof again. To say no is never
/// among it: whoever wants less to happen is not asked who they are a second time.
public final class StepUp {
    private static final List<String> WANTED =
            List.of("/api/approvals", "/api/secrets", "/api/pairing", "/api/policy", "/api/settings");

    /// A target is canonical when it is looked at, so that this spells one address only.
    private static final Pattern DENIAL = Pattern.compile("/api/approvals/[^/]+/deny|/api/pairing/signal/leave");

    private StepUp() {}

    /// True where a request wants a fresh proof.
    ///
    /// @param unsafe  it could change something
    public static boolean wanted(boolean unsafe, String path) {
        return unsafe
                && !DENIAL.matcher(path).matches()
                && WANTED.stream().anyMatch(place -> path.equals(place) || path.startsWith(place + "/"));
    }
}
