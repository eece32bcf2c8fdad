package moltbot.guardian.fact.network;

import java.util.List;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.Listeners;

/// What this machine is connected to, and who of us can be reached from there.
///
/// @param newcomers  networks that were not there when the owner last had us listen for others
/// @param global6    IPv6 addresses of this machine that the whole internet can reach
/// @param exposed    true where we listen, or may listen, for other machines
/// @param ours       our listeners
public record Surround(List<Network> newcomers, List<IpAddress> global6, boolean exposed, List<Listeners.Ours> ours) {
    public Surround {
        newcomers = List.copyOf(newcomers);
        global6 = List.copyOf(global6);
        ours = List.copyOf(ours);
    }
}
