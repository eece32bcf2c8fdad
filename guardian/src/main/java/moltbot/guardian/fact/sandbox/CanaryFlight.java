package moltbot.guardian.fact.sandbox;

import java.util.List;

/// What one canary reached.
///
/// @param tier     the kind of sandbox, or empty where there is none and so nothing runs in one
/// @param reached  its lines: `network …` or `machine …`
public record CanaryFlight(String tier, List<String> reached) {
    public CanaryFlight {
        reached = List.copyOf(reached);
    }

    public static final CanaryFlight NO_SANDBOX = new CanaryFlight("", List.of());
}
