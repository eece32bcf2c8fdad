package moltbot.guardian.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Listeners;

/// U1: the panel that the guard alone stands in front of can be reached by other machines without it. Whoever
/// takes the guard's own connections is the panel; a more exact listener takes them from one on every address.
public final class Around implements Rule<Listeners> {
    private final Optional<Endpoint> panel;

    /// @param panel  where the guard finds the panel; empty for a Unix socket, and in front of our own
    public Around(Optional<Endpoint> panel) {
        this.panel = panel;
    }

    @Override
    public String id() {
        return "U1";
    }

    @Override
    public List<Finding> judge(Listeners listeners) {
        List<Finding> findings = new ArrayList<>();
        panel.ifPresent(at -> {
            for (Listener listener : listeners.foreign()) {
                IpAddress address = listener.endpoint().address();
                boolean exact = listener.endpoint().equals(at);
                boolean answers = exact || (listener.endpoint().takes(at) && !taken(listeners, at));
                if (answers && !address.isLoopback()) {
                    findings.add(Finding.exposure(
                            id(),
                            listener.endpoint() + " " + listener.id(),
                            "The panel behind this guard can be reached from other machines without the guard.",
                            "It listens on " + listener.endpoint() + ". Let it listen on 127.0.0.1:" + at.port()
                                    + " only (often a setting called host, bind or listen), and start it again."));
                }
            }
        });
        return findings;
    }

    private static boolean taken(Listeners listeners, Endpoint at) {
        for (Listener listener : listeners.foreign()) {
            if (listener.endpoint().equals(at)) {
                return true;
            }
        }
        return false;
    }
}
