package moltbot.guardian.judge.proxy;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.proxy.ProxyConfig;
import moltbot.guardian.fact.proxy.ProxyConfig.Admin;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// P3: others can reach the administrator's door of a proxy and it answers them. Whoever can, leads the panel's
/// visitors where they like; where the proxy does not lead to us it is written down.
public final class OpenAdmin implements Rule<ProxyConfig> {
    @Override
    public String id() {
        return "P3";
    }

    @Override
    public Finding.Action whenBlind() {
        return Finding.Action.WARN;
    }

    @Override
    public List<Finding> judge(ProxyConfig config) {
        List<Finding> findings = new ArrayList<>();
        for (Admin admin : config.admins()) {
            String reason = "Others can tell a proxy of this machine what to do.";
            String evidence = admin.proxy() + " at " + admin.address() + ": " + admin.answer();
            findings.add(
                    admin.toUs()
                            ? Finding.exposure(id(), evidence, reason, evidence)
                            : Finding.warn(id(), evidence, reason, evidence));
        }
        return findings;
    }
}
