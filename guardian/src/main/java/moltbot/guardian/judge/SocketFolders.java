package moltbot.guardian.judge;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.Folders;
import moltbot.guardian.fact.PathFact;

/// L6: the folders through which compartments talk, and the sockets in them, are for their owner alone.
public final class SocketFolders implements Rule<Folders> {
    private final Privacy privacy;

    public SocketFolders(Privacy privacy) {
        this.privacy = privacy;
    }

    @Override
    public String id() {
        return "L6";
    }

    @Override
    public List<Finding> judge(Folders folders) {
        List<Finding> findings = new ArrayList<>();
        for (PathFact entry : folders.sockets()) {
            String objection = privacy.objection(entry);
            if (!objection.isEmpty()) {
                findings.add(Finding.exposure(
                        id(),
                        entry.path().toString(),
                        "Other users of this machine could reach the links between the compartments.",
                        entry.path() + ": " + objection));
            }
        }
        return findings;
    }
}
