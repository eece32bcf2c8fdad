package moltbot.gateway.vault;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import moltbot.contract.json.JsonObject;

/// What is inside the vault. Immutable.
///
/// @param secrets  name to key
/// @param taken    name to digest of the key last taken in from the environment
/// @param granted  what servers gave the house, apart from the owner's keys: nothing that names a key finds it
record VaultContent(Map<String, String> secrets, Map<String, String> taken, Map<String, String> granted) {
    static final VaultContent EMPTY = new VaultContent(Map.of(), Map.of(), Map.of());

    VaultContent {
        secrets = Map.copyOf(secrets);
        taken = Map.copyOf(taken);
        granted = Map.copyOf(granted);
    }

    VaultContent with(String name, String value) {
        return new VaultContent(added(secrets, name, value), taken, granted);
    }

    VaultContent withTaken(String name, String digest) {
        return new VaultContent(secrets, added(taken, name, digest), granted);
    }

    /// All that is granted under this name is as given or kept, and nothing else.
    VaultContent withGranted(String name, Map<String, String> parts, Set<String> kept) {
        Map<String, String> next = new LinkedHashMap<>(granted);
        next.keySet().removeIf(key -> key.startsWith(name + "/") && !kept.contains(key.substring(name.length() + 1)));
        parts.forEach((part, value) -> next.put(name + "/" + part, value));
        return new VaultContent(secrets, taken, next);
    }

    private static Map<String, String> added(Map<String, String> map, String name, String value) {
        Map<String, String> next = new LinkedHashMap<>(map);
        next.put(name, value);
        return next;
    }

    byte[] toBytes() {
        return JsonObject.with("secrets", json(secrets))
                .with("taken", json(taken))
                .with("granted", json(granted))
                .build()
                .toBytes();
    }

    private static JsonObject json(Map<String, String> map) {
        JsonObject.Builder builder = new JsonObject.Builder();
        map.forEach(builder::with);
        return builder.build();
    }

    static VaultContent fromBytes(byte[] bytes) {
        JsonObject json = JsonObject.parse(bytes);
        return new VaultContent(
                texts(json.object("secrets")),
                texts(json.object("taken")),
                texts(json.objectOr("granted", JsonObject.EMPTY)));
    }

    private static Map<String, String> texts(JsonObject json) {
        Map<String, String> map = new LinkedHashMap<>();
        json.fields().keySet().forEach(name -> map.put(name, json.text(name)));
        return map;
    }

    @Override
    public String toString() {
        return "VaultContent[" + Secret.HIDDEN + "]";
    }
}
