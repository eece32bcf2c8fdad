package moltbot.breaker.desk;

import java.util.List;

/// What a sign-in may do only within five minutes of a proof. Control looks at the same proof again.
public final class StepUp {
    private static final List<String> WANTED =
            List.of("/api/approvals", "/api/secrets", "/api/pairing", "/api/policy", "/api/settings");

    private StepUp() {}

    /// True where a request wants a fresh proof.
    ///
    /// @param unsafe  it could change something
    public static boolean wanted(boolean unsafe, String path) {
        return unsafe && WANTED.stream().anyMatch(place -> path.equals(place) || path.startsWith(place + "/"));
    }
}
