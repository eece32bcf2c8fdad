package moltbot.guardian.fact.docker;

import java.util.List;

/// All container engines of this machine.
///
/// @param hidden    sockets that are there and may not be used by this process, with the reason
/// @param ownMount  a socket of an engine that is mounted into the container this house runs in, or empty
/// @param relays    socket proxies, as they were asked
public record Engines(List<Engine> seen, List<String> hidden, String ownMount, List<SocketProxy> relays) {
    public Engines {
        seen = List.copyOf(seen);
        hidden = List.copyOf(hidden);
        relays = List.copyOf(relays);
    }

    /// A program that lets others use an engine in part.
    ///
    /// @param container  its container
    /// @param nearUs     true where one of ours shares a network with it
    /// @param open       what it answered that it should have refused
    public record SocketProxy(String container, boolean nearUs, List<String> open) {
        public SocketProxy {
            open = List.copyOf(open);
        }
    }
}
