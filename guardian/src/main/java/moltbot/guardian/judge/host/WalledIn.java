package moltbot.guardian.judge.host;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.host.PartFact;
import moltbot.guardian.fact.host.Parts;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// R1: every compartment can gain no rights and make no forbidden system call, and has no right of the system's.
/// Running as root is a warning, for in a container or behind these walls it is no open door; a missing wall is, where
/// walls were put up.
public final class WalledIn implements Rule<Parts> {
    private final boolean walls;

    /// @param walls  true where the supervisor put up walls: then a compartment without is one that was replaced
    public WalledIn(boolean walls) {
        this.walls = walls;
    }

    @Override
    public String id() {
        return "R1";
    }

    @Override
    public Finding.Action whenBlind() {
        return walls ? Finding.Action.TRIP : Finding.Action.WARN;
    }

    @Override
    public List<Finding> judge(Parts parts) {
        List<Finding> findings = new ArrayList<>();
        List<String> roots = new ArrayList<>();
        for (PartFact part : parts.parts()) {
            if (part.uid() == 0) {
                roots.add(part.name());
            } else if (part.effective() != 0) {
                findings.add(Finding.trip(
                        id(),
                        part.name() + " rights",
                        "A part of this house has rights of the system's that it does not need.",
                        part.described() + " has the capabilities " + Long.toHexString(part.effective())));
            }
            boolean supervisor = part.name().equals("supervisor");
            if (walls && !supervisor && !(part.noNewPrivs() && part.filtered())) {
                findings.add(Finding.trip(
                        id(),
                        part.name() + " walls",
                        "A part of this house runs without its walls.",
                        part.described() + " has no "
                                + (part.noNewPrivs() ? "system call filter" : "bar to new rights")));
            }
        }
        if (!roots.isEmpty()) {
            findings.add(Finding.warn(
                    id(),
                    "root",
                    "This house runs as root; a user of its own would be one wall more.",
                    String.join(", ", roots)));
        }
        return findings;
    }
}
