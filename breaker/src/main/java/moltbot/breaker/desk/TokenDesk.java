package moltbot.breaker.desk;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.identity.IdentityStore.KeptToken;
import moltbot.breaker.identity.SignedIn;
import moltbot.breaker.identity.Tokens;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// Makes and ends the tokens of machines, for an owner who has stepped up.
public final class TokenDesk {
    private final Desk.Parts parts;
    private final Tokens tokens;

    TokenDesk(Desk.Parts parts) {
        this.parts = parts;
        this.tokens = parts.identities().tokens();
    }

    Optional<Answer> answer(String asked, Caller caller, SignedIn who) throws InterruptedException {
        return switch (asked) {
            case "POST /auth/tokens/make", "POST /auth/tokens/revoke" ->
                Optional.of(who.provedLately() ? change(asked, caller) : Caller.stepUpFirst());
            default -> Optional.empty();
        };
    }

    private Answer change(String asked, Caller caller) throws InterruptedException {
        JsonObject body = caller.body();
        String event = asked.substring("POST /auth/".length());
        if (event.equals("tokens/revoke")) {
            boolean revoked = tokens.revoke(body.text("id"));
            parts.journal().attempt(event, caller.request().client(), revoked);
            return revoked
                    ? Answer.json(200, JsonObject.EMPTY)
                    : Answer.error(404, "unknown", "There is no such token; nothing was changed.");
        }
        JsonObject made = make(tokens, body, caller.visitor().epoch());
        parts.journal().attempt(event, caller.request().client(), true);
        return Answer.json(200, made);
    }

    /// Makes the token that a request describes; the only answer it is ever in.
    public static JsonObject make(Tokens tokens, JsonObject wanted, long epoch) {
        Set<Tokens.Scope> scopes =
                wanted.list("scopes").texts().stream().map(Tokens.Scope::of).collect(Collectors.toUnmodifiableSet());
        int days = Math.clamp(wanted.numberOr("days", Tokens.DEFAULT_DAYS), 0, Tokens.MOST_DAYS + 1);
        Tokens.Made made = tokens.make(wanted.text("name"), scopes, days, epoch);
        return JsonObject.with("token", made.token())
                .with("id", made.kept().id())
                .with("expiresAt", made.kept().expiresAt())
                .build();
    }

    /// Every token as its owner may see it.
    public static JsonArray list(Tokens tokens, long epoch) {
        return JsonArray.of(
                tokens.list().stream().map(one -> json(tokens, one, epoch)).toList());
    }

    private static JsonObject json(Tokens tokens, KeptToken one, long epoch) {
        return JsonObject.with("id", one.id())
                .with("name", one.name())
                .with(
                        "scopes",
                        JsonArray.ofTexts(one.scopes().stream()
                                .map(Tokens.Scope::word)
                                .sorted()
                                .toList()))
                .with("createdAt", one.createdAt())
                .with("expiresAt", one.expiresAt())
                .with("lastUsedAt", tokens.lastUsedAt(one))
                .with("ended", one.epoch() != epoch)
                .build();
    }
}
