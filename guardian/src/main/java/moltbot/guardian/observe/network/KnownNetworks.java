package moltbot.guardian.observe.network;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.network.Network;
import moltbot.guardian.observe.network.Uplink.Range;

/// The networks the owner has had this machine listen in. A network is known again by its gateway's hardware address:
/// the ranges of homes are alike everywhere, and those that providers give change by the day.
final class KnownNetworks {
    private static final int MOST = 256;
    private static final String GATEWAY = "gateway ";
    private static final String RANGE = "range ";
    /// A range whose gateway's hardware address had not been seen yet: the first one is taken for its.
    private static final String UNMET = "unmet ";

    private final Set<String> known = new LinkedHashSet<>();

    KnownNetworks(List<String> known) {
        this.known.addAll(known);
    }

    List<String> toList() {
        return List.copyOf(known);
    }

    void accept(Uplink uplink) {
        uplink.gateways().values().forEach(one -> known.add(GATEWAY + one));
        for (Range range : uplink.ranges()) {
            known.add(RANGE + range);
            if (uplink.gateways().isEmpty()) {
                known.add(UNMET + range);
            } else {
                known.remove(UNMET + range);
            }
        }
        while (known.size() > MOST) {
            known.remove(known.iterator().next());
        }
    }

    /// True where its gateway is one that was never met.
    boolean strangeGateway(Uplink uplink) {
        if (uplink.gateways().isEmpty() || met(uplink)) {
            return false;
        }
        for (Range range : uplink.ranges()) {
            if (known.contains(UNMET + range)) {
                accept(uplink);
                return false;
            }
        }
        return true;
    }

    private boolean met(Uplink uplink) {
        return uplink.gateways().values().stream().anyMatch(one -> known.contains(GATEWAY + one));
    }

    /// True where it leads to addresses that are neither known nor its known gateway's.
    boolean strangeRange(Uplink uplink) {
        for (Range range : uplink.ranges()) {
            boolean counts = range.isV4() || !met(uplink);
            if (counts && !known.contains(RANGE + range) && !ofKnownGateway(range, uplink)) {
                return true;
            }
        }
        return false;
    }

    private boolean ofKnownGateway(Range range, Uplink uplink) {
        for (Map.Entry<IpAddress, String> gateway : uplink.gateways().entrySet()) {
            if (range.contains(gateway.getKey()) && known.contains(GATEWAY + gateway.getValue())) {
                return true;
            }
        }
        return false;
    }

    /// For people.
    static Network network(Uplink uplink) {
        String ranges = uplink.ranges().isEmpty() ? "a line" : String.join(", ", texts(uplink.ranges()));
        String gateways = uplink.gateways().isEmpty()
                ? ""
                : " by gateway "
                        + String.join(
                                ", ",
                                uplink.gateways().values().stream().sorted().toList());
        return new Network(uplink.device() + " " + ranges + gateways, uplink.device(), ranges + gateways);
    }

    private static List<String> texts(List<Range> ranges) {
        return ranges.stream().map(Range::toString).sorted().toList();
    }
}
