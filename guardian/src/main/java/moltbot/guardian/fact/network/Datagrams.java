package moltbot.guardian.fact.network;

import java.util.List;
import moltbot.guardian.fact.Endpoint;

/// UDP sockets of our processes that anybody may send to.
public record Datagrams(List<Open> open) {
    public Datagrams {
        open = List.copyOf(open);
    }

    /// One of them.
    ///
    /// @param owner  the compartment, for people
    public record Open(Endpoint endpoint, String owner) {}
}
