package moltbot.guardian.judge.host;

import java.util.List;
import moltbot.guardian.fact.host.Places;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// S3: the data lies where nothing copies it to other machines, commits it or serves it.
public final class QuietPlace implements Rule<Places> {
    @Override
    public String id() {
        return "S3";
    }

    /// Nothing hangs on it.
    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.WARN;
    }

    @Override
    public List<Finding> judge(Places places) {
        return places.synced().stream()
                .map(why -> Finding.warn(id(), why, "The data may leave this machine by itself.", why))
                .toList();
    }
}
