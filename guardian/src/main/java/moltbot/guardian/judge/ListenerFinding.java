package moltbot.guardian.judge;

import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Listeners.Ours;

/// How findings about listeners are worded.
final class ListenerFinding {
    private ListenerFinding() {}

    static Finding of(String check, Ours ours, String reason) {
        Listener listener = ours.listener();
        String evidence = "TCP " + listener.endpoint() + " by " + ours.owner().name() + " (process "
                + ours.owner().pid() + ", user " + listener.uid() + ")";
        return Finding.exposure(check, listener.endpoint() + " " + listener.id(), reason, evidence);
    }
}
