package moltbot.guardian.fact.network;

import java.util.List;

/// What the routers around this machine pass on, or would.
///
/// @param mappings  TCP ports that UPnP says are passed on
/// @param willing   routers that open ports for whoever asks by NAT-PMP or PCP, which tell no list
public record Routers(List<PortMapping> mappings, List<String> willing) {
    public Routers {
        mappings = List.copyOf(mappings);
        willing = List.copyOf(willing);
    }
}
