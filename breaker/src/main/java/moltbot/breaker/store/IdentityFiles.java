package moltbot.breaker.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import moltbot.breaker.identity.IdentityStore;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// The owner in `owner.json`, the sign-ins in `sessions.json`.
public final class IdentityFiles implements IdentityStore {
    private final JsonFile owner;
    private final JsonFile sessions;

    public IdentityFiles(Path folder) {
        this.owner = new JsonFile(folder, "owner.json");
        this.sessions = new JsonFile(folder, "sessions.json");
    }

    @Override
    public Optional<String> ownerHash() {
        return owner.read().map(json -> json.text("password"));
    }

    @Override
    public void saveOwner(String hash) {
        owner.write(JsonObject.with("password", hash));
    }

    @Override
    public List<Kept> sessions() {
        return sessions.read().map(json -> json.list("sessions").objects()).orElse(List.of()).stream()
                .map(json -> new Kept(json.text("digest"), json.number("epoch"), json.number("signedInAt")))
                .toList();
    }

    @Override
    public void saveSessions(List<Kept> kept) {
        List<JsonObject> list = kept.stream()
                .map(one -> JsonObject.with("digest", one.digest())
                        .with("epoch", one.epoch())
                        .with("signedInAt", one.signedInAt())
                        .build())
                .toList();
        sessions.write(JsonObject.with("sessions", JsonArray.of(list)));
    }
}
