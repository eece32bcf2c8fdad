package moltbot.breaker.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import moltbot.breaker.identity.IdentityStore;
import moltbot.breaker.identity.Means;
import moltbot.breaker.identity.Owner;
import moltbot.breaker.identity.Tokens;
import moltbot.breaker.passkey.Passkey;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// The owner in `owner.json`, the sign-ins in `sessions.json`, the tokens in `tokens.json`. The app's secret is the one
/// thing here that opens
/// something as it is, so it is sealed with a key from another file.
public final class IdentityFiles implements IdentityStore {
    private final JsonFile owner;
    private final JsonFile sessions;
    private final JsonFile tokens;
    private final AtRest atRest;

    public IdentityFiles(Path folder) {
        this.owner = new JsonFile(folder, "owner.json");
        this.sessions = new JsonFile(folder, "sessions.json");
        this.tokens = new JsonFile(folder, "tokens.json");
        this.atRest = new AtRest(folder.resolve("factor.key"), "move owner.json away and become the owner anew.");
    }

    @Override
    public Optional<Owner> owner() {
        return owner.read().map(this::owner);
    }

    /// A file of before there was more than a password has nothing else in it.
    private Owner owner(JsonObject json) {
        Optional<String> password = json.has("password") ? Optional.of(json.text("password")) : Optional.empty();
        Optional<Owner.App> app = json.has("app") ? Optional.of(app(json.object("app"))) : Optional.empty();
        return new Owner(
                json.textOr("handle", ""),
                json.textOr("marks", password.orElse("")),
                password,
                app,
                json.listOr("recovery", JsonArray.EMPTY).texts(),
                json.listOr("passkeys", JsonArray.EMPTY).objects().stream()
                        .map(IdentityFiles::passkey)
                        .toList());
    }

    private Owner.App app(JsonObject json) {
        return new Owner.App(atRest.open(json.text("secret")), json.number("lastStep"));
    }

    private static Passkey passkey(JsonObject json) {
        return new Passkey(
                json.text("id"),
                json.text("name"),
                json.text("rpId"),
                json.text("key"),
                json.number("counter"),
                json.number("createdAt"),
                json.number("lastUsedAt"));
    }

    @Override
    public void saveOwner(Owner one) {
        JsonObject.Builder json = JsonObject.with("handle", one.handle())
                .with("marks", one.marks())
                .with("recovery", JsonArray.ofTexts(one.recovery()))
                .with(
                        "passkeys",
                        JsonArray.of(
                                one.passkeys().stream().map(IdentityFiles::json).toList()));
        one.password().ifPresent(hash -> json.with("password", hash));
        one.app()
                .ifPresent(app -> json.with(
                        "app",
                        JsonObject.with("secret", atRest.seal(app.secret()))
                                .with("lastStep", app.lastStep())
                                .build()));
        owner.write(json);
    }

    private static JsonObject json(Passkey passkey) {
        return JsonObject.with("id", passkey.id())
                .with("name", passkey.name())
                .with("rpId", passkey.rpId())
                .with("key", passkey.key())
                .with("counter", passkey.counter())
                .with("createdAt", passkey.createdAt())
                .with("lastUsedAt", passkey.lastUsedAt())
                .build();
    }

    @Override
    public List<Kept> sessions() {
        return sessions.read().map(json -> json.list("sessions").objects()).orElse(List.of()).stream()
                .map(json -> new Kept(
                        json.text("digest"),
                        json.number("epoch"),
                        json.number("signedInAt"),
                        Means.of(json.textOr("means", Means.PASSWORD.word())),
                        json.numberOr("lastUsedAt", json.number("signedInAt")),
                        json.textOr("browser", "A browser")))
                .toList();
    }

    @Override
    public void saveSessions(List<Kept> kept) {
        List<JsonObject> list = kept.stream()
                .map(one -> JsonObject.with("digest", one.digest())
                        .with("epoch", one.epoch())
                        .with("signedInAt", one.signedInAt())
                        .with("means", one.means().word())
                        .with("lastUsedAt", one.lastUsedAt())
                        .with("browser", one.browser())
                        .build())
                .toList();
        sessions.write(JsonObject.with("sessions", JsonArray.of(list)));
    }

    @Override
    public List<KeptToken> tokens() {
        return tokens.read().map(json -> json.list("tokens").objects()).orElse(List.of()).stream()
                .map(json -> new KeptToken(
                        json.text("id"),
                        json.text("name"),
                        json.text("digest"),
                        json.list("scopes").texts().stream()
                                .map(Tokens.Scope::of)
                                .collect(Collectors.toUnmodifiableSet()),
                        json.number("epoch"),
                        json.number("createdAt"),
                        json.number("expiresAt")))
                .toList();
    }

    @Override
    public void saveTokens(List<KeptToken> kept) {
        List<JsonObject> list = kept.stream()
                .map(one -> JsonObject.with("id", one.id())
                        .with("name", one.name())
                        .with("digest", one.digest())
                        .with(
                                "scopes",
                                JsonArray.ofTexts(one.scopes().stream()
                                        .map(Tokens.Scope::word)
                                        .sorted()
                                        .toList()))
                        .with("epoch", one.epoch())
                        .with("createdAt", one.createdAt())
                        .with("expiresAt", one.expiresAt())
                        .build())
                .toList();
        tokens.write(JsonObject.with("tokens", JsonArray.of(list)));
    }
}
