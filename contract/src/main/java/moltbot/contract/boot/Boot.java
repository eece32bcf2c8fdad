package moltbot.contract.boot;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkHandler;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkServer;

/// What the supervisor tells a compartment as it starts: one line of JSON on its standard input, so that nothing of it
/// is ever in an argument, the environment or a file. Holds keys; prints as its name only.
///
/// @param name      the compartment
/// @param data      its own folder under `data/`, the only one it may write
/// @param socket    where it listens for its peers
/// @param bootId    the machine's boot
/// @param serves    who may call it
/// @param reaches   whom it may call
/// @param keys      keys for seals: `lease` or `lease.<lock>`, `assertion`, `grant`, `canary`
/// @param secrets   values to take in once (only the gateway gets any)
/// @param settings  its own part of the settings, already checked
public record Boot(
        String name,
        Path data,
        Path socket,
        String bootId,
        List<Capability> serves,
        Map<String, Reach> reaches,
        Map<String, byte[]> keys,
        Map<String, String> secrets,
        JsonObject settings) {

    public Boot {
        serves = List.copyOf(serves);
        reaches = Map.copyOf(reaches);
        keys = Map.copyOf(keys);
        secrets = Map.copyOf(secrets);
    }

    /// A peer to call: where it listens, and the capability to prove.
    public record Reach(Path socket, Capability capability) {}

    /// Reads the line the supervisor wrote.
    public static Boot fromJson(JsonObject json) {
        Map<String, Reach> reaches = new LinkedHashMap<>();
        for (JsonObject reach : json.list("reaches").objects()) {
            reaches.put(
                    reach.text("name"),
                    new Reach(path(reach, "socket"), Capability.fromJson(reach.object("capability"))));
        }
        Map<String, byte[]> keys = new LinkedHashMap<>();
        JsonObject keysJson = json.object("keys");
        keysJson.fields().keySet().forEach(name -> keys.put(name, keysJson.bytes(name)));
        return new Boot(
                json.text("name"),
                path(json, "data"),
                path(json, "socket"),
                json.text("bootId"),
                json.list("serves").objects().stream().map(Capability::fromJson).toList(),
                reaches,
                keys,
                texts(json.object("secrets")),
                json.object("settings"));
    }

    private static Path path(JsonObject json, String name) {
        try {
            return Path.of(json.text(name));
        } catch (InvalidPathException e) {
            throw new ContractException(Code.MALFORMED, "The field '" + name + "' is not a path.", e);
        }
    }

    private static Map<String, String> texts(JsonObject json) {
        Map<String, String> texts = new LinkedHashMap<>();
        json.fields().keySet().forEach(name -> texts.put(name, json.text(name)));
        return texts;
    }

    /// The line for [#fromJson].
    public JsonObject toJson() {
        Base64.Encoder base64 = Base64.getEncoder();
        JsonObject.Builder keysJson = new JsonObject.Builder();
        keys.forEach((keyName, key) -> keysJson.with(keyName, base64.encodeToString(key)));
        JsonObject.Builder secretsJson = new JsonObject.Builder();
        secrets.forEach(secretsJson::with);
        return JsonObject.with("name", name)
                .with("data", data.toString())
                .with("socket", socket.toString())
                .with("bootId", bootId)
                .with(
                        "serves",
                        JsonArray.of(serves.stream().map(Capability::toJson).toList()))
                .with(
                        "reaches",
                        JsonArray.of(reaches.entrySet().stream()
                                .map(reach -> JsonObject.with("name", reach.getKey())
                                        .with(
                                                "socket",
                                                reach.getValue().socket().toString())
                                        .with(
                                                "capability",
                                                reach.getValue().capability().toJson())
                                        .build())
                                .toList()))
                .with("keys", keysJson.build())
                .with("secrets", secretsJson.build())
                .with("settings", settings)
                .build();
    }

    /// A client for a peer this compartment may call.
    public LinkClient client(String peer) {
        return client(peer, LinkLimits.DEFAULT);
    }

    public LinkClient client(String peer, LinkLimits limits) {
        Reach reach = reaches.get(peer);
        if (reach == null) {
            throw ContractException.malformed("This compartment was given no link to '" + peer + "'.");
        }
        return new LinkClient(reach.socket(), reach.capability(), limits);
    }

    /// Serves this compartment's own peers.
    public LinkServer serve(LinkHandler handler) {
        return LinkServer.start(socket, serves, handler, LinkLimits.DEFAULT);
    }

    /// A key this compartment was given.
    public byte[] key(String keyName) {
        byte[] key = keys.get(keyName);
        if (key == null) {
            throw ContractException.malformed("This compartment was given no key '" + keyName + "'.");
        }
        return key.clone();
    }

    @Override
    public String toString() {
        return "Boot[" + name + "]";
    }
}
