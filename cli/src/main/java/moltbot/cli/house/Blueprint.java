package moltbot.cli.house;

import java.util.List;
import java.util.Map;

/// Which house stands on a data folder: the whole one, or the guard alone in front of another program's panel.
/// A folder is one or the other for good.
public enum Blueprint {
    HOUSE("house", "./moltbot up"),
    GUARD("guard", "./moltbot guard --upstream …");

    private static final Map<String, Map<String, String>> SEALS = Map.of(
            "guardian",
            Map.of(
                    "lease.breaker", "lease.breaker",
                    "lease.gateway", "lease.gateway",
                    "lease.spawner", "lease.spawner",
                    "canary", "canary",
                    "bypass", "bypass"),
            "breaker",
            Map.of(
                    "lease", "lease.breaker",
                    "assertion", "assertion",
                    "assertion.gateway", "assertion.gateway",
                    "canary", "canary",
                    "bypass", "bypass"),
            "control",
            Map.of("assertion", "assertion", "grant", "grant", "grant.gateway", "grant.gateway"),
            "gateway",
            Map.of("lease", "lease.gateway", "grant", "grant.gateway", "assertion", "assertion.gateway"),
            "spawner",
            Map.of("lease", "lease.spawner", "grant", "grant"));

    private final String kind;
    private final String start;

    Blueprint(String kind, String start) {
        this.kind = kind;
        this.start = start;
    }

    /// As its data folder says.
    String kind() {
        return kind;
    }

    /// The command that starts it.
    public String start() {
        return start;
    }

    List<Part> parts() {
        return this == GUARD ? Part.GUARD : Part.ALL;
    }

    /// The keys for seals that are made at each start.
    List<String> seals() {
        return this == GUARD
                ? List.of("lease.breaker", "canary", "bypass")
                : List.of(
                        "lease.breaker",
                        "lease.gateway",
                        "lease.spawner",
                        "assertion",
                        "assertion.gateway",
                        "grant",
                        "grant.gateway",
                        "canary",
                        "bypass");
    }

    /// The seals a compartment makes or opens: the name it knows each by, and whose key that is.
    Map<String, String> sealsOf(String compartment) {
        return SEALS.getOrDefault(compartment, Map.of());
    }
}
