package moltbot.guardian.fact.docker;

import java.util.List;
import java.util.Map;

/// A container engine of this machine, Docker's or one that speaks like it.
///
/// @param socket      where it is reached
/// @param components  versions by lower-case name: `engine`, `containerd`, `runc`
public record Engine(String socket, Map<String, String> components, List<Container> containers) {
    public Engine {
        components = Map.copyOf(components);
        containers = List.copyOf(containers);
    }
}
