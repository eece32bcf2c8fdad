package moltbot.guardian.judge;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.Folders;
import moltbot.guardian.fact.PathFact;

/// S2: data, secrets and run folders and the files in them are for their owner alone.
public final class DataModes implements Rule<Folders> {
    private final Privacy privacy;

    public DataModes(Privacy privacy) {
        this.privacy = privacy;
    }

    @Override
    public String id() {
        return "S2";
    }

    @Override
    public List<Finding> judge(Folders folders) {
        List<Finding> findings = new ArrayList<>();
        for (PathFact entry : folders.data()) {
            String objection = privacy.objection(entry);
            if (!objection.isEmpty()) {
                findings.add(Finding.trip(
                        id(),
                        entry.path().toString(),
                        "Other users of this machine could read the data.",
                        entry.path() + ": " + objection));
            }
        }
        return findings;
    }
}
