package moltbot.guardian.fact.docker;

import java.util.List;
import java.util.Map;

/// A container that runs or is about to.
///
/// @param role      whose it is
/// @param ports     what it publishes
/// @param mounts    what of the machine it has in it
/// @param networks  names of the networks it is in
/// @param addresses  its own in these networks
/// @param powers    what it may do beyond an ordinary one; known of ours only
/// @param labels    those that tell Traefik what to do, by name
public record Container(
        String id,
        String name,
        String image,
        Role role,
        List<Port> ports,
        List<Mount> mounts,
        List<String> networks,
        List<String> addresses,
        List<Power> powers,
        Map<String, String> labels) {
    public Container {
        ports = List.copyOf(ports);
        mounts = List.copyOf(mounts);
        networks = List.copyOf(networks);
        addresses = List.copyOf(addresses);
        powers = List.copyOf(powers);
        labels = Map.copyOf(labels);
    }

    /// Whose a container is.
    public enum Role {
        /// This house runs in it, or shares its network.
        HOUSE,
        /// A task of this house runs in it.
        SANDBOX,
        /// The owner's, and none of our business.
        OTHERS
    }

    /// A published port.
    ///
    /// @param host  the address of the machine it is published on; empty for all
    public record Port(String host, int hostPort, int inside, String protocol) {
        @Override
        public String toString() {
            return (host.isEmpty() ? "every address" : host) + " port " + hostPort + " (" + inside + "/" + protocol
                    + " inside)";
        }
    }

    /// A folder, a file or a socket of the machine.
    ///
    /// @param kind  `bind`, `volume`, …
    public record Mount(String kind, String source, String destination, boolean writable) {}

    /// Something an ordinary container may not.
    ///
    /// @param kind   what
    /// @param value  as the engine says it
    public record Power(Kind kind, String value) {
        /// The kinds there are.
        public enum Kind {
            PRIVILEGED,
            HOST_NETWORK,
            HOST_PROCESSES,
            HOST_IPC,
            HOST_NAMES,
            HOST_USERS,
            CAPABILITY,
            UNCONFINED,
            DEVICE
        }
    }

    /// For people.
    public String told() {
        return "container " + name + " (" + image + ")";
    }
}
