package moltbot.guardian.judge.proxy;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.proxy.ProxyConfig;
import moltbot.guardian.fact.proxy.ProxyConfig.Trust;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// P2: a proxy that leads to the panel believes everybody's word on where a request came from. One that does not lead
/// to us is written down.
public final class BlindTrust implements Rule<ProxyConfig> {
    @Override
    public String id() {
        return "P2";
    }

    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.WARN;
    }

    @Override
    public List<Finding> judge(ProxyConfig config) {
        List<Finding> findings = new ArrayList<>();
        for (Trust trust : config.trusts()) {
            String reason = "A proxy believes everybody's word on where a request came from.";
            String evidence = trust.proxy() + ": " + trust.what() + " (" + trust.where() + ")";
            findings.add(
                    trust.toUs()
                            ? Finding.trip(id(), evidence, reason, evidence)
                            : Finding.warn(id(), evidence, reason, evidence));
        }
        return findings;
    }
}
