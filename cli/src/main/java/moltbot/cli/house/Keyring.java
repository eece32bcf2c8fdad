package moltbot.cli.house;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import moltbot.cli.failure.CliException;
import moltbot.cli.failure.CliException.Code;
import moltbot.contract.boot.Boot;
import moltbot.contract.boot.Boot.Reach;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.seal.Seal;

/// Every secret of one run of the house: a capability for each link and a key for each seal, made as it starts, kept in
/// memory, and handed to the two ends each belongs to.
final class Keyring {
    private final Layout layout;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Capability> links = new HashMap<>();
    private final Map<String, byte[]> seals = new HashMap<>();

    Keyring(Layout layout) {
        this.layout = layout;
        for (Part part : Part.ALL) {
            part.callers().forEach(caller -> links.put(caller + ">" + part.name(), capability(caller)));
        }
        Part.SUPERVISOR_CALLERS.forEach(caller -> links.put(caller + ">supervisor", capability(caller)));
        for (String seal : List.of("lease.breaker", "lease.gateway", "lease.spawner", "assertion", "grant", "canary")) {
            seals.put(seal, key());
        }
    }

    private Capability capability(String caller) {
        return new Capability(caller, key());
    }

    private byte[] key() {
        byte[] key = new byte[Seal.KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    /// Who may call this compartment or the supervisor.
    List<Capability> servedBy(String server, List<String> callers) {
        return callers.stream().map(caller -> link(caller, server)).toList();
    }

    private Capability link(String caller, String server) {
        Capability capability = links.get(caller + ">" + server);
        if (capability == null) {
            throw new IllegalArgumentException(caller + ">" + server);
        }
        return capability;
    }

    /// A client for a link of the supervisor's own.
    LinkClient client(String caller, String server, LinkLimits limits) {
        return new LinkClient(layout.socket(server), link(caller, server), limits);
    }

    /// Whom `caller` may call.
    Map<String, Reach> reachedBy(String caller) {
        Map<String, Reach> reaches = new LinkedHashMap<>();
        List<String> servers = new ArrayList<>(Part.ALL.stream().map(Part::name).toList());
        servers.add(Part.SUPERVISOR);
        for (String server : servers) {
            Capability capability = links.get(caller + ">" + server);
            if (capability != null) {
                reaches.put(server, new Reach(layout.socket(server), capability));
            }
        }
        return reaches;
    }

    /// The keys for seals that this compartment makes or opens, under the names it knows them by.
    Map<String, byte[]> sealsOf(String compartment) {
        return switch (compartment) {
            case "guardian" ->
                Map.of(
                        "lease.breaker", seal("lease.breaker"),
                        "lease.gateway", seal("lease.gateway"),
                        "lease.spawner", seal("lease.spawner"),
                        "canary", seal("canary"));
            case "breaker" ->
                Map.of("lease", seal("lease.breaker"), "assertion", seal("assertion"), "canary", seal("canary"));
            case "control" -> Map.of("assertion", seal("assertion"), "grant", seal("grant"));
            case "gateway" -> Map.of("lease", seal("lease.gateway"));
            case "spawner" -> Map.of("lease", seal("lease.spawner"), "grant", seal("grant"));
            default -> Map.of();
        };
    }

    private byte[] seal(String name) {
        byte[] key = seals.get(name);
        if (key == null) {
            throw new IllegalArgumentException(name);
        }
        return key;
    }

    /// Writes the host's own capabilities where only the owner of the data folder can read them.
    void writeHostFile(Path file) {
        Boot host = new Boot(
                Part.HOST,
                layout.data(),
                layout.run().resolve("none"),
                "",
                List.of(),
                reachedBy(Part.HOST),
                Map.of(),
                Map.of(),
                JsonObject.EMPTY);
        try {
            Layout.writePrivately(file, host.toJson() + "\n");
        } catch (IOException e) {
            throw new CliException(Code.REFUSED, "The file " + file + " cannot be written.", e);
        }
    }
}
