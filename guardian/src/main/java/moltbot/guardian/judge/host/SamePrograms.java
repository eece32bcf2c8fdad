package moltbot.guardian.judge.host;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.host.Programs;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// R2: what runs is what was started. An upgrade begins with stopping the house, so a program that changes beneath it
/// is nobody's upgrade.
public final class SamePrograms implements Rule<Programs> {
    @Override
    public String id() {
        return "R2";
    }

    @Override
    public List<Finding> judge(Programs programs) {
        List<Finding> findings = new ArrayList<>();
        for (String changed : programs.changed()) {
            findings.add(Finding.trip(id(), changed, "A program of this house was changed while it runs.", changed));
        }
        if (programs.settings()) {
            findings.add(Finding.warn(
                    id(),
                    "settings",
                    "The settings were changed since the start.",
                    "They take effect, and are checked, at the next ./moltbot up."));
        }
        return findings;
    }
}
