package moltbot.guardian.fact.network;

import java.util.List;

/// What this machine does with packets that are not meant for the interface they come in by.
///
/// @param outer       interfaces with other machines behind them on which packets for loopback addresses are taken
///                    (`route_localnet`); `all` for every one
/// @param bridges     bridges of containers on which they are
/// @param forwarding  true where it passes packets on between interfaces
public record LocalRouting(List<String> outer, List<String> bridges, boolean forwarding) {
    public LocalRouting {
        outer = List.copyOf(outer);
        bridges = List.copyOf(bridges);
    }
}
