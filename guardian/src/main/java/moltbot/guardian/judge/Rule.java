package moltbot.guardian.judge;

import java.util.List;

/// One check of the catalogue: a pure function of what was seen.
public interface Rule<T> {
    /// Stable: it is shown to people and kept in latches.
    String id();

    List<Finding> judge(T fact);
}
