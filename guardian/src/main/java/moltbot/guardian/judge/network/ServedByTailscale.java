package moltbot.guardian.judge.network;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.network.TailscaleRoute;
import moltbot.guardian.judge.Declared;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// N8: Tailscale passes people on to the panel: by Funnel the whole internet, by Serve the owner's own network.
public final class ServedByTailscale implements Rule<List<TailscaleRoute>> {
    private static final String NAME = "tailscale";

    private final Declared declared;
    private final DeclaredRelays relays;

    public ServedByTailscale(Declared declared, DeclaredRelays relays) {
        this.declared = declared;
        this.relays = relays;
    }

    @Override
    public String id() {
        return "N8";
    }

    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.WARN;
    }

    @Override
    public List<Finding> judge(List<TailscaleRoute> routes) {
        List<Finding> findings = new ArrayList<>();
        for (TailscaleRoute route : routes) {
            boolean ours = declared.endpoints().stream().anyMatch(one -> one.port() == route.port());
            boolean meant = relays.programs().contains(NAME);
            if (ours && route.funnel()) {
                findings.add(new Finding(
                        id(),
                        route.place(),
                        "Tailscale Funnel brings the whole internet to the panel.",
                        route.place() + " leads to port " + route.port(),
                        meant ? Finding.Action.WARN : Finding.Action.EXPOSURE));
            } else if (ours && !meant) {
                findings.add(Finding.warn(
                        id(),
                        route.place(),
                        "Tailscale Serve brings the machines of your Tailscale network to the panel.",
                        route.place() + " leads to port " + route.port()));
            }
        }
        return findings;
    }
}
