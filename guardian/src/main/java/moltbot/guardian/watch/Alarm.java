package moltbot.guardian.watch;

import moltbot.guardian.judge.Finding;

/// Who is told what the rounds find. Called on a round's thread; be brief.
public interface Alarm {
    /// This was not so before.
    void began(Finding finding);

    /// This is no longer so.
    void ended(Finding finding);

    /// Every check has been finished anew.
    void swept();
}
