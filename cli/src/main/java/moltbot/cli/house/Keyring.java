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

/// Every secret of one run of the house: a capability for each link and a key for each seal, made as it starts,
/// kept in memory, and handed to the two ends each belongs to.
final class Keyring {
    private final Layout layout;
    private final Blueprint blueprint;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Capability> links = new HashMap<>();
    private final Map<String, byte[]> seals = new HashMap<>();

    Keyring(Layout layout, Blueprint blueprint) {
        this.layout = layout;
        this.blueprint = blueprint;
        for (Part part : blueprint.parts()) {
            part.callers().forEach(caller -> links.put(caller + ">" + part.name(), capability(caller)));
        }
        Part.SUPERVISOR_CALLERS.forEach(caller -> links.put(caller + ">supervisor", capability(caller)));
        blueprint.seals().forEach(seal -> seals.put(seal, key()));
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
        List<String> servers =
                new ArrayList<>(blueprint.parts().stream().map(Part::name).toList());
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
        Map<String, byte[]> keys = new HashMap<>();
        blueprint.sealsOf(compartment).forEach((knownAs, seal) -> {
            byte[] key = seals.get(seal);
            if (key != null) {
                keys.put(knownAs, key);
            }
        });
        return keys;
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
