package moltbot.breaker.desk;

import java.util.List;
import java.util.Optional;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.factor.Totp;
import moltbot.breaker.identity.Factors;
import moltbot.breaker.identity.Identities;
import moltbot.breaker.identity.IdentityStore.Kept;
import moltbot.breaker.identity.Owner;
import moltbot.breaker.identity.SignedIn;
import moltbot.breaker.passkey.Passkey;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// What the owner signs in with, and where from: to see, and, having stepped up, to change.
final class FactorDesk {
    private final Desk.Parts parts;
    private final Identities identities;
    private final Factors factors;

    FactorDesk(Desk.Parts parts) {
        this.parts = parts;
        this.identities = parts.identities();
        this.factors = parts.identities().factors();
    }

    Optional<Answer> answer(String asked, Caller caller, SignedIn who) throws InterruptedException {
        return switch (asked) {
            case "GET /auth/factors" -> Optional.of(Answer.json(200, list(caller, who)));
            case "POST /auth/sessions/end" -> Optional.of(endSessions(caller, who));
            case "POST /auth/passkeys/add",
                    "POST /auth/passkeys/remove",
                    "POST /auth/password",
                    "POST /auth/app/begin",
                    "POST /auth/app/enrol",
                    "POST /auth/app/remove",
                    "POST /auth/recovery" ->
                Optional.of(who.provedLately() ? change(asked, caller, who) : Caller.stepUpFirst());
            default -> Optional.empty();
        };
    }

    private Answer change(String asked, Caller caller, SignedIn who) throws InterruptedException {
        JsonObject body = caller.body();
        JsonObject answer = switch (asked) {
            case "POST /auth/passkeys/add" -> addPasskey(caller, who, body);
            case "POST /auth/passkeys/remove" -> {
                factors.removePasskey(body.text("id"));
                yield othersEnded(who);
            }
            case "POST /auth/password" -> {
                factors.setPassword(body.text("password"));
                yield othersEnded(who);
            }
            case "POST /auth/app/begin" -> begin(caller);
            case "POST /auth/app/enrol" -> shownOnce(factors.enrol(body.text("secret"), body.text("code")));
            case "POST /auth/app/remove" -> {
                factors.removeApp();
                yield othersEnded(who);
            }
            default -> shownOnce(factors.newRecoveryCodes());
        };
        parts.journal()
                .attempt(
                        asked.substring("POST /auth/".length()),
                        caller.request().client(),
                        true);
        return Answer.json(200, answer);
    }

    /// Whoever signed in with what is no way in any more, or was known to somebody else, is out.
    private JsonObject othersEnded(SignedIn who) {
        return JsonObject.with("ended", identities.endOthers(who)).build();
    }

    private JsonObject addPasskey(Caller caller, SignedIn who, JsonObject body) {
        factors.addPasskey(
                Evidences.place(caller),
                Entrance.purpose("add", Optional.of(who)),
                caller.visitor().epoch(),
                body.textOr("name", ""),
                body.object("passkey"));
        return JsonObject.EMPTY;
    }

    private JsonObject begin(Caller caller) {
        String secret = factors.newAppSecret();
        String host = caller.request().one("host").orElse("home").replaceAll(":.*", "");
        String uri = Totp.uri(secret, "Moltbot%20" + host.replaceAll("[^a-z0-9.-]", ""));
        return JsonObject.with("secret", secret)
                .with("uri", uri)
                .with("qr", QrPicture.of(uri))
                .build();
    }

    private static JsonObject shownOnce(List<String> codes) {
        return JsonObject.with("recovery", JsonArray.ofTexts(codes)).build();
    }

    private Answer endSessions(Caller caller, SignedIn who) throws InterruptedException {
        JsonObject body = caller.body();
        if (body.flagOr("others", false)) {
            int ended = identities.endOthers(who);
            return Answer.json(200, JsonObject.with("ended", ended).build());
        }
        return identities.end(body.text("id"))
                ? Answer.json(200, JsonObject.with("ended", 1).build())
                : Answer.error(404, "unknown", "That browser is not signed in any more.");
    }

    private JsonObject list(Caller caller, SignedIn who) {
        Owner owner = factors.now().orElseThrow(() -> new IllegalStateException("Signed in without an owner"));
        return JsonObject.with("named", caller.place().isPresent())
                .with("rpId", caller.place().map(place -> place.rpId()).orElse(""))
                .with("port", caller.request().one("host").orElse("").replaceAll("^.*?(:[0-9]+)?$", "$1"))
                .with("provedSecondsAgo", who.provedSecondsAgo())
                .with("password", owner.password().isPresent())
                .with("app", owner.app().isPresent())
                .with("recoveryLeft", owner.recovery().size())
                .with(
                        "passkeys",
                        JsonArray.of(
                                owner.passkeys().stream().map(FactorDesk::json).toList()))
                .with(
                        "sessions",
                        JsonArray.of(identities.signIns(caller.visitor().epoch()).stream()
                                .map(kept -> json(kept, who))
                                .toList()))
                .with(
                        "tokens",
                        TokenDesk.list(identities.tokens(), caller.visitor().epoch()))
                .build();
    }

    private static JsonObject json(Passkey passkey) {
        return JsonObject.with("id", passkey.id())
                .with("name", passkey.name())
                .with("rpId", passkey.rpId())
                .with("createdAt", passkey.createdAt())
                .with("lastUsedAt", passkey.lastUsedAt())
                .build();
    }

    private static JsonObject json(Kept kept, SignedIn who) {
        return JsonObject.with("id", Identities.nameOf(kept.digest()))
                .with("current", kept.digest().equals(who.digest()))
                .with("browser", kept.browser())
                .with("by", kept.means().word())
                .with("signedInAt", kept.signedInAt())
                .with("lastUsedAt", kept.lastUsedAt())
                .build();
    }
}
