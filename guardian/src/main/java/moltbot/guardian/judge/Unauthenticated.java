package moltbot.guardian.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import moltbot.guardian.fact.Probe;
import moltbot.guardian.fact.Probe.Answer;

/// H1: a stranger who signs in to nothing gets nothing but the way to sign in.
public final class Unauthenticated implements Rule<List<Probe>> {
    private static final Set<Integer> REFUSALS = Set.of(401, 403, 404, 405, 421, 429, 503);

    private final String ownPages;

    /// @param ownPages  the prefix of the breaker's own pages; empty in front of our own panel
    public Unauthenticated(String ownPages) {
        this.ownPages = ownPages;
    }

    @Override
    public String id() {
        return "H1";
    }

    /// Silence blocks and is not latched: a stranger who keeps the breaker busy must not be able to trip it.
    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.HOLD;
    }

    @Override
    public List<Finding> judge(List<Probe> probes) {
        List<Finding> findings = new ArrayList<>();
        for (Probe probe : probes) {
            if (probe.answer() instanceof Answer.Replied replied && !harmless(probe.path(), replied)) {
                String what = replied.panel() ? ", with the panel in it" : "";
                findings.add(Finding.exposure(
                        id(),
                        probe.target().toString(),
                        "Somebody who is not signed in gets more than the sign-in page.",
                        probe.request() + " at " + probe.target() + " was answered " + replied.status() + what));
            }
        }
        return findings;
    }

    private boolean harmless(String path, Answer.Replied replied) {
        if (replied.panel()) {
            return false;
        }
        return switch (replied.status()) {
            case 200 -> path.equals(ownPages + "/auth/state") || under(ownPages + "/sign-in", path);
            case 303 -> under(ownPages + "/sign-in", replied.location());
            default -> REFUSALS.contains(replied.status());
        };
    }

    private static boolean under(String folder, String path) {
        return path.startsWith(folder)
                && !path.contains("..")
                && (path.length() == folder.length() || "/?#".indexOf(path.charAt(folder.length())) >= 0);
    }
}
