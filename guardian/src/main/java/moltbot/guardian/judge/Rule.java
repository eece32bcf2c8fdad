package moltbot.guardian.judge;

import java.util.List;

/// One check of the catalogue: a pure function of what was seen.
public interface Rule<T> {
    /// Stable: it is shown to people and kept in latches.
    String id();

    List<Finding> judge(T fact);

    /// What follows where its facts could not be seen. A trip where blinding the guardian would pay; less where a
    /// stranger could cause it, or where nothing hangs on it.
    default Finding.Action whenBlind() {
        return Finding.Action.TRIP;
    }
}
