package moltbot.guardian.judge;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Listener;
import moltbot.guardian.fact.Listeners;

/// L4: another program listens where our owner expects the panel, and could ask for the password there. `localhost` is
/// more than one address: another user's program on the one we do not use counts too, the owner's own does not.
public final class Squatter implements Rule<Listeners> {
    private final Declared declared;

    public Squatter(Declared declared) {
        this.declared = declared;
    }

    @Override
    public String id() {
        return "L4";
    }

    @Override
    public List<Finding> judge(Listeners listeners) {
        List<Finding> findings = new ArrayList<>();
        for (Endpoint endpoint : declared.endpoints()) {
            for (Listener foreign : listeners.foreign()) {
                if (foreign.endpoint().equals(endpoint)
                        || (foreign.endpoint().takes(endpoint) && !held(listeners, endpoint))
                        || besideUs(listeners, endpoint, foreign)) {
                    findings.add(Finding.exposure(
                            id(),
                            foreign.endpoint() + " " + foreign.id(),
                            "Another program answers at the panel's address.",
                            "TCP " + foreign.endpoint() + " by a program of user " + foreign.uid()));
                }
            }
        }
        return findings;
    }

    private static boolean besideUs(Listeners listeners, Endpoint endpoint, Listener foreign) {
        boolean otherLoopback = endpoint.address().isLoopback()
                && foreign.endpoint().address().isLoopback()
                && foreign.endpoint().port() == endpoint.port();
        if (!otherLoopback) {
            return false;
        }
        for (Listeners.Ours ours : listeners.ours()) {
            if (ours.listener().endpoint().equals(endpoint)) {
                return ours.listener().uid() != foreign.uid();
            }
        }
        return false;
    }

    /// The more exact listener gets the connection: a foreign wildcard beside ours takes nothing from us.
    private static boolean held(Listeners listeners, Endpoint endpoint) {
        for (Listeners.Ours ours : listeners.ours()) {
            if (ours.listener().endpoint().equals(endpoint)) {
                return true;
            }
        }
        return false;
    }
}
