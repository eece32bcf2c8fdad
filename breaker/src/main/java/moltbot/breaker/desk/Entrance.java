package moltbot.breaker.desk;

import java.time.Duration;
import java.util.Optional;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.identity.Choice;
import moltbot.breaker.identity.Identities;
import moltbot.breaker.identity.Outcome;
import moltbot.breaker.identity.SignedIn;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// Becoming the owner, signing in and out, and proving oneself again.
final class Entrance {
    private final Desk.Parts parts;
    private final Identities identities;

    Entrance(Desk.Parts parts) {
        this.parts = parts;
        this.identities = parts.identities();
    }

    /// What anybody may ask.
    Optional<Answer> answer(String asked, Caller caller) throws InterruptedException {
        return switch (asked) {
            case "GET /auth/state" -> Optional.of(Answer.json(200, state(caller)));
            case "POST /auth/challenge" -> Optional.of(challenge(caller));
            case "POST /auth/claim" -> Optional.of(claim(caller));
            case "POST /auth/sign-in" -> Optional.of(signIn(caller));
            case "GET /auth/challenge",
                    "GET /auth/claim",
                    "GET /auth/sign-in",
                    "GET /auth/step-up",
                    "GET /auth/sign-out",
                    "POST /auth/state",
                    "POST /auth/session",
                    "POST /auth/breaker",
                    "POST /auth/guard" -> Optional.of(Answer.error(405, "method", "That method is not used there."));
            default -> Optional.empty();
        };
    }

    /// What a person who is signed in may ask.
    Optional<Answer> answer(String asked, Caller caller, SignedIn who) throws InterruptedException {
        return switch (asked) {
            case "POST /auth/step-up" -> Optional.of(stepUp(caller, who));
            case "POST /auth/sign-out" -> Optional.of(signOut(caller, who));
            case "GET /auth/session" -> Optional.of(session(caller, who));
            case "GET /auth/breaker" ->
                Optional.of(Answer.json(200, parts.report().get()));
            case "GET /auth/guard" -> Optional.of(Answer.json(200, parts.guard().get()));
            default -> Optional.empty();
        };
    }

    /// What the sign-in page has to offer here. It says no more than the page shows.
    private JsonObject state(Caller caller) {
        boolean named = caller.place().isPresent();
        boolean passkey = caller.place()
                .map(place -> identities.factors().now().stream()
                        .flatMap(owner -> owner.passkeys().stream())
                        .anyMatch(one -> one.rpId().equals(place.rpId())))
                .orElse(false);
        return JsonObject.with("claimed", identities.claimed())
                .with("named", named)
                .with("passkey", passkey)
                .with("password", identities.factors().hasPassword())
                .build();
    }

    private Answer challenge(Caller caller) throws InterruptedException {
        String wanted = caller.body().text("for");
        String purpose = purpose(wanted, caller.person());
        JsonObject.Builder answer = JsonObject.with(
                        "challenge",
                        identities.challenge(purpose, caller.visitor().epoch()))
                .with("rpId", Evidences.place(caller).rpId());
        if (caller.person().isPresent()) {
            identities
                    .factors()
                    .now()
                    .ifPresent(owner -> answer.with("handle", owner.handle())
                            .with(
                                    "passkeys",
                                    JsonArray.ofTexts(owner.passkeys().stream()
                                            .map(one -> one.id())
                                            .toList())));
        }
        return Answer.json(200, answer.build());
    }

    /// What belongs to one sign-in is bound to it.
    static String purpose(String wanted, Optional<SignedIn> who) {
        return switch (wanted) {
            case "step-up", "add" -> wanted + ":" + who.map(SignedIn::digest).orElse("nobody");
            case "claim" -> "claim";
            default -> "sign-in";
        };
    }

    private Answer claim(Caller caller) throws InterruptedException {
        JsonObject body = caller.body();
        Choice choice = body.has("passkey")
                ? new Choice.NewPasskey(Evidences.place(caller), body.textOr("name", ""), body.object("passkey"))
                : new Choice.Password(body.text("password"));
        return conclude("claim", caller, identities.claim(body.text("code"), choice, caller.visitor()));
    }

    private Answer signIn(Caller caller) throws InterruptedException {
        JsonObject body = caller.body();
        return conclude("sign-in", caller, identities.signIn(Evidences.of(body, caller, "sign-in"), caller.visitor()));
    }

    private Answer stepUp(Caller caller, SignedIn who) throws InterruptedException {
        JsonObject body = caller.body();
        String purpose = purpose("step-up", Optional.of(who));
        return conclude(
                "step-up", caller, identities.stepUp(who, Evidences.of(body, caller, purpose), caller.visitor()));
    }

    private Answer conclude(String event, Caller caller, Outcome outcome) {
        boolean needsMore = outcome instanceof Outcome.Denied denied && denied.kind() == Outcome.Kind.CODE_NEEDED;
        if (!needsMore) {
            parts.journal().attempt(event, caller.request().client(), !(outcome instanceof Outcome.Denied));
        }
        return switch (outcome) {
            case Outcome.Granted(String token, var shownOnce) ->
                Answer.json(
                                200,
                                shownOnce.isEmpty()
                                        ? JsonObject.EMPTY
                                        : JsonObject.with("recovery", JsonArray.ofTexts(shownOnce))
                                                .build())
                        .with("set-cookie", parts.cookies().give(token));
            case Outcome.Proved(var means) ->
                Answer.json(200, JsonObject.with("by", means.word()).build());
            case Outcome.Denied denied -> denied(denied);
        };
    }

    private static Answer denied(Outcome.Denied denied) {
        int status = switch (denied.kind()) {
            case WRONG_PASSWORD,
                    WRONG_CODE,
                    VOID_CODE,
                    CODE_NEEDED,
                    WRONG_SECOND,
                    NO_PASSWORD,
                    WRONG_PASSKEY,
                    CLONED_PASSKEY -> 401;
            case UNFIT_PASSWORD -> 422;
            case UNCLAIMED -> 409;
            case TOO_MANY, BUSY -> 429;
        };
        Answer answer = Answer.error(status, denied.kind().reason(), denied.message());
        Duration wait = denied.retryAfter();
        return wait.isZero() ? answer : answer.with("retry-after", Long.toString(wait.toSeconds() + 1));
    }

    private Answer signOut(Caller caller, SignedIn who) {
        identities.signOut(who);
        parts.journal().attempt("sign-out", caller.request().client(), true);
        return Answer.json(200, JsonObject.EMPTY)
                .with("set-cookie", parts.cookies().takeBack());
    }

    private Answer session(Caller caller, SignedIn who) {
        return marked(
                caller,
                Answer.json(
                        200,
                        JsonObject.with("csrf", who.csrf())
                                .with("principal", who.principal())
                                .with("insecure", JsonArray.ofTexts(parts.insecure()))
                                .with("guard", parts.report().get().object("guard"))
                                .build()));
    }

    /// Makes a browser known, once. Every browser that would keep the cookie says where its requests come from.
    private Answer marked(Caller caller, Answer answer) {
        boolean browser = caller.request().one("sec-fetch-site").orElse("").equals("same-origin");
        if (!browser || caller.visitor().guesser().known()) {
            return answer;
        }
        return identities
                .mark()
                .map(mark -> answer.with("set-cookie", parts.cookies().giveMark(mark)))
                .orElse(answer);
    }
}
