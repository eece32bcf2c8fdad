package moltbot.guardian.judge.network;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.network.LocalRouting;
import moltbot.guardian.judge.Declared;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// N3: the kernel takes packets for 127.0.0.1 from other machines, so that a neighbour reaches a panel that listens on
/// loopback only (CVE-2020-8558). Forwarding by itself is only said, and only where we listen for other machines: it
/// leads past this machine's addresses, not to them, and every host of containers does it.
public final class RoutedLoopback implements Rule<LocalRouting> {
    private final boolean onLoopback;

    public RoutedLoopback(Declared declared) {
        onLoopback = declared.endpoints().stream()
                .anyMatch(one -> one.address().isLoopback() && one.address().isV4());
    }

    @Override
    public String id() {
        return "N3";
    }

    @Override
    public List<Finding> judge(LocalRouting routing) {
        List<Finding> findings = new ArrayList<>();
        if (!onLoopback) {
            return forwards(routing);
        }
        for (String device : routing.outer()) {
            findings.add(Finding.trip(
                    id(),
                    device,
                    "Other machines can reach what listens on 127.0.0.1 only.",
                    "net.ipv4.conf." + device + ".route_localnet is 1"));
        }
        for (String device : routing.bridges()) {
            findings.add(Finding.warn(
                    id(),
                    device,
                    "Containers may reach what listens on 127.0.0.1 only.",
                    "net.ipv4.conf." + device + ".route_localnet is 1"));
        }
        return findings;
    }

    private List<Finding> forwards(LocalRouting routing) {
        return routing.forwarding()
                ? List.of(Finding.warn(
                        id(),
                        "forwarding",
                        "This machine passes packets on between its networks, and the panel listens for other machines.",
                        "net.ipv4.ip_forward or net.ipv6.conf.all.forwarding is 1"))
                : List.of();
    }
}
