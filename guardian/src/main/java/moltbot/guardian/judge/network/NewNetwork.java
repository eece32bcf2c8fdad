package moltbot.guardian.judge.network;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.network.Network;
import moltbot.guardian.fact.network.Surround;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// N1: the machine came into a network that was not there when the owner had the panel listen for other machines.
public final class NewNetwork implements Rule<Surround> {
    @Override
    public String id() {
        return "N1";
    }

    @Override
    public List<Finding> judge(Surround surround) {
        List<Finding> findings = new ArrayList<>();
        for (Network network : surround.exposed() ? surround.newcomers() : List.<Network>of()) {
            findings.add(Finding.trip(
                    id(),
                    network.id(),
                    "This machine has joined a network it was not in before, and the panel listens for other machines.",
                    network.toString()));
        }
        return findings;
    }
}
