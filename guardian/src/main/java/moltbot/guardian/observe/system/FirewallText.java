package moltbot.guardian.observe.system;

import java.util.regex.Pattern;
import moltbot.guardian.fact.network.Firewall;
import moltbot.guardian.fact.network.Firewall.State;

/// Reads what firewalls print of themselves.
final class FirewallText {
    private static final Pattern CHAIN = Pattern.compile("\\{[^{}]*\"hook\": ?\"input\"[^{}]*}");
    private static final Pattern DROPS = Pattern.compile("\"policy\": ?\"drop\"");
    private static final Pattern FIREWALLD = Pattern.compile("\"table\": ?\"firewalld\"");

    private FirewallText() {}

    /// `nft -j list ruleset` (libnftables-json(5)): a chain for what comes in that drops what nothing allowed, or
    /// firewalld, which does so by its last rule.
    static Firewall ofNft(String json) {
        boolean drops = CHAIN.matcher(json)
                .results()
                .anyMatch(chain -> DROPS.matcher(chain.group()).find());
        if (drops || FIREWALLD.matcher(json).find()) {
            return new Firewall(State.ON, "nftables drops what is not allowed");
        }
        return new Firewall(State.OFF, "nftables has no chain that drops what comes in unasked");
    }

    /// `socketfilterfw --getglobalstate` of macOS: `Firewall is enabled. (State = 1)`.
    static Firewall ofMac(String text) {
        return text.contains("enabled") || text.contains("blocking all")
                ? new Firewall(State.ON, "the application firewall is on")
                : new Firewall(State.OFF, "the application firewall is off");
    }

    /// `pfctl -s info`: `Status: Enabled for 0 days …`.
    static Firewall ofPf(String text) {
        return text.contains("Status: Enabled")
                ? new Firewall(State.ON, "pf is enabled")
                : new Firewall(State.OFF, "neither the application firewall nor pf is on");
    }
}
