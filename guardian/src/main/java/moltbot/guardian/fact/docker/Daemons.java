package moltbot.guardian.fact.docker;

import java.util.List;
import moltbot.guardian.fact.Endpoint;

/// Whether a container engine can be reached by TCP.
///
/// @param answering  where one did what a stranger asked
/// @param configured where one is told to listen without asking who comes, by its file or its arguments
public record Daemons(List<Endpoint> answering, List<String> configured) {
    public Daemons {
        answering = List.copyOf(answering);
        configured = List.copyOf(configured);
    }
}
