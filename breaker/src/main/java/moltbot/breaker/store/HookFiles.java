package moltbot.breaker.store;

import java.nio.file.Path;
import java.util.List;
import moltbot.breaker.hook.HookKind;
import moltbot.breaker.hook.HookStore;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// The hooks in `hooks.json`. What bodies are signed with opens something as it is, so it is sealed with a key from
/// another file; of a token there is nothing to seal but its hash, which is sealed all the same.
public final class HookFiles implements HookStore {
    private final JsonFile file;
    private final AtRest atRest;

    public HookFiles(Path folder) {
        this.file = new JsonFile(folder, "hooks.json");
        this.atRest = new AtRest(folder.resolve("hooks.key"), "move hooks.json away and make the hooks anew.");
    }

    @Override
    public List<KeptHook> hooks() {
        return file.read().map(json -> json.list("hooks").objects()).orElse(List.of()).stream()
                .map(json -> new KeptHook(
                        json.text("name"),
                        HookKind.of(json.text("kind")),
                        atRest.open(json.text("secret")),
                        json.text("verify"),
                        json.text("owner"),
                        json.number("epoch"),
                        json.number("madeAt")))
                .toList();
    }

    @Override
    public void saveHooks(List<KeptHook> hooks) {
        List<JsonObject> list = hooks.stream()
                .map(one -> JsonObject.with("name", one.name())
                        .with("kind", one.kind().word())
                        .with("secret", atRest.seal(one.secret()))
                        .with("verify", one.verify())
                        .with("owner", one.owner())
                        .with("epoch", one.epoch())
                        .with("madeAt", one.madeAt())
                        .build())
                .toList();
        file.write(JsonObject.with("hooks", JsonArray.of(list)));
    }
}
