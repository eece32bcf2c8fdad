package moltbot.guardian.judge.network;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.network.Tunnel;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// N7: a tunnel brings people from elsewhere to the panel. It needs no listener here.
public final class UndeclaredTunnel implements Rule<List<Tunnel>> {
    private final DeclaredRelays declared;

    public UndeclaredTunnel(DeclaredRelays declared) {
        this.declared = declared;
    }

    @Override
    public String id() {
        return "N7";
    }

    /// Whose a connection is cannot be seen of other users' programs; that alone says nothing.
    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.WARN;
    }

    @Override
    public List<Finding> judge(List<Tunnel> tunnels) {
        List<Finding> findings = new ArrayList<>();
        for (Tunnel tunnel : tunnels) {
            if (!declared.programs().contains(tunnel.name())) {
                findings.add(Finding.trip(
                        id(),
                        tunnel.program().toString(),
                        "A tunnel brings people from other places to the panel.",
                        tunnel.program() + ": " + tunnel.how() + ". If you mean it: declared-relays: \"" + tunnel.name()
                                + "\""));
            }
        }
        return findings;
    }
}
