package moltbot.guardian.judge.sandbox;

import java.util.List;
import moltbot.guardian.fact.sandbox.CanaryFlight;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// B1 and B2: what a canary reached from inside a sandbox, an attacker's command reaches too.
public final class CanaryReached implements Rule<CanaryFlight> {
    private final String id;
    private final String kind;
    private final String reason;

    private CanaryReached(String id, String kind, String reason) {
        this.id = id;
        this.kind = kind;
        this.reason = reason;
    }

    public static CanaryReached network() {
        return new CanaryReached("B1", "network ", "A command in a sandbox can reach a network or a socket.");
    }

    public static CanaryReached machine() {
        return new CanaryReached("B2", "machine ", "A command in a sandbox sees this machine, or what another left.");
    }

    @Override
    public String id() {
        return id;
    }

    /// A machine that is too busy to run a canary is no leak, but nothing goes on while nobody knows.
    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.HOLD;
    }

    @Override
    public List<Finding> judge(CanaryFlight flight) {
        return flight.reached().stream()
                .filter(line -> line.startsWith(kind))
                .map(line -> Finding.exposure(id, line, reason, "from inside " + flight.tier() + ": " + line))
                .toList();
    }
}
