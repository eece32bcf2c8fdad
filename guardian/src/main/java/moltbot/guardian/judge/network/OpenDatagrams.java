package moltbot.guardian.judge.network;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.network.Datagrams;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// L3: a process of this house takes datagrams from other machines. Nothing here does.
public final class OpenDatagrams implements Rule<Datagrams> {
    @Override
    public String id() {
        return "L3";
    }

    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.WARN;
    }

    @Override
    public List<Finding> judge(Datagrams datagrams) {
        List<Finding> findings = new ArrayList<>();
        for (Datagrams.Open open : datagrams.open()) {
            if (!open.endpoint().address().isLoopback()) {
                findings.add(Finding.warn(
                        id(),
                        open.endpoint() + " " + open.owner(),
                        "A process of this house takes datagrams (UDP) from other machines.",
                        "UDP " + open.endpoint() + " by " + open.owner()));
            }
        }
        return findings;
    }
}
