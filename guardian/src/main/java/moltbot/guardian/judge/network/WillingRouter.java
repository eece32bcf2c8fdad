package moltbot.guardian.judge.network;

import java.util.List;
import moltbot.guardian.fact.network.Routers;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// N6: a router opens ports for whoever asks, and tells nobody for whom.
public final class WillingRouter implements Rule<Routers> {
    @Override
    public String id() {
        return "N6";
    }

    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.WARN;
    }

    @Override
    public List<Finding> judge(Routers routers) {
        return routers.willing().stream()
                .map(router -> Finding.warn(
                        id(), router, "The router opens ports to the internet for any program that asks.", router))
                .toList();
    }
}
