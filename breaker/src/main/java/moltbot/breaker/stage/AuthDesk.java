package moltbot.breaker.stage;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Exchange;
import moltbot.breaker.identity.Authentication;
import moltbot.breaker.identity.Guesser;
import moltbot.breaker.identity.Identities;
import moltbot.breaker.identity.Outcome;
import moltbot.breaker.identity.SignedIn;
import moltbot.breaker.journal.Journal;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// Everything under `/auth/`: become the owner, sign in, sign out, ask who one is.
final class AuthDesk implements Stage {
    private static final int MAX_BODY_BYTES = 4096;

    private final Identities identities;
    private final Circuit circuit;
    private final Cookies cookies;
    private final Journal journal;
    private final List<String> insecure;
    private final Supplier<JsonObject> report;
    private final Supplier<JsonObject> guard;

    AuthDesk(Gates gates) {
        this.identities = gates.identities();
        this.circuit = gates.circuit();
        this.cookies = gates.cookies();
        this.journal = gates.journal();
        this.insecure = gates.insecure();
        this.report = gates.report();
        this.guard = gates.guard();
    }

    /// What reads a body, hashes or writes does; the looks do not.
    @Override
    public boolean waits(Visit visit) {
        return visit.request().path().startsWith("/auth/");
    }

    @Override
    public Verdict judge(Visit visit) throws InterruptedException {
        String path = visit.request().path();
        if (!path.startsWith("/auth/")) {
            return Verdict.NEXT;
        }
        String asked = visit.request().method().replace("HEAD", "GET") + " " + path;
        return switch (asked) {
            case "GET /auth/state" ->
                answered(JsonObject.with("claimed", identities.claimed()).build());
            case "POST /auth/claim" -> claim(visit);
            case "POST /auth/sign-in" -> signIn(visit);
            case "POST /auth/sign-out" -> signOut(visit);
            case "GET /auth/session" -> session(visit);
            case "GET /auth/breaker" -> known(visit) ? answered(report.get()) : RequireIdentity.unknown(visit, cookies);
            case "GET /auth/guard" -> known(visit) ? answered(guard.get()) : RequireIdentity.unknown(visit, cookies);
            case "GET /auth/claim",
                    "GET /auth/sign-in",
                    "GET /auth/sign-out",
                    "POST /auth/state",
                    "POST /auth/session",
                    "POST /auth/breaker",
                    "POST /auth/guard" -> Verdict.error(405, "method", "That method is not used there.");
            default -> Verdict.error(404, "not-found", "There is nothing at that address.");
        };
    }

    private static boolean known(Visit visit) {
        return visit.authentication() instanceof Authentication.Authenticated;
    }

    private static Verdict answered(JsonObject json) {
        return new Verdict.Answered(Answer.json(200, json));
    }

    private Verdict claim(Visit visit) throws InterruptedException {
        JsonObject body = body(visit.exchange());
        long epoch = circuit.view().epoch();
        Outcome outcome = identities.claim(body.text("code"), body.text("password"), guesser(visit), epoch);
        return conclude("claim", visit, outcome);
    }

    private Verdict signIn(Visit visit) throws InterruptedException {
        JsonObject body = body(visit.exchange());
        long epoch = circuit.view().epoch();
        Outcome outcome = identities.signIn(body.text("password"), guesser(visit), epoch);
        return conclude("sign-in", visit, outcome);
    }

    private Guesser guesser(Visit visit) {
        return identities.guesser(visit.request().client(), cookies.mark(visit.request()));
    }

    private Verdict conclude(String event, Visit visit, Outcome outcome) {
        journal.attempt(event, visit.request().client(), outcome instanceof Outcome.Granted);
        return switch (outcome) {
            case Outcome.Granted(String token) ->
                new Verdict.Answered(Answer.json(200, JsonObject.EMPTY).with("set-cookie", cookies.give(token)));
            case Outcome.Denied denied -> new Verdict.Answered(denied(denied));
        };
    }

    private static Answer denied(Outcome.Denied denied) {
        int status = switch (denied.kind()) {
            case WRONG_PASSWORD, WRONG_CODE, VOID_CODE -> 401;
            case UNFIT_PASSWORD -> 422;
            case UNCLAIMED -> 409;
            case TOO_MANY, BUSY -> 429;
        };
        Answer answer = Answer.error(status, denied.kind().reason(), denied.message());
        Duration wait = denied.retryAfter();
        return wait.isZero() ? answer : answer.with("retry-after", Long.toString(wait.toSeconds() + 1));
    }

    private Verdict signOut(Visit visit) {
        return switch (visit.authentication()) {
            case Authentication.Authenticated(SignedIn who) -> {
                identities.signOut(who);
                journal.attempt("sign-out", visit.request().client(), true);
                yield new Verdict.Answered(Answer.json(200, JsonObject.EMPTY).with("set-cookie", cookies.takeBack()));
            }
            case Authentication.Absent(), Authentication.Rejected() -> RequireIdentity.unknown(visit, cookies);
        };
    }

    private Verdict session(Visit visit) {
        return switch (visit.authentication()) {
            case Authentication.Authenticated(SignedIn who) ->
                new Verdict.Answered(marked(
                        visit,
                        Answer.json(
                                200,
                                JsonObject.with("csrf", who.csrf())
                                        .with("principal", who.principal())
                                        .with("insecure", JsonArray.ofTexts(insecure))
                                        .with("guard", report.get().object("guard"))
                                        .build())));
            case Authentication.Absent(), Authentication.Rejected() -> RequireIdentity.unknown(visit, cookies);
        };
    }

    /// Makes a browser known, once. Every browser that would keep the cookie says where its requests come from.
    private Answer marked(Visit visit, Answer answer) {
        boolean browser = visit.request().one("sec-fetch-site").orElse("").equals("same-origin");
        if (!browser || guesser(visit).known()) {
            return answer;
        }
        return identities
                .mark()
                .map(mark -> answer.with("set-cookie", cookies.giveMark(mark)))
                .orElse(answer);
    }

    private static JsonObject body(Exchange exchange) throws InterruptedException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        byte[] piece;
        while ((piece = exchange.nextBody()) != null) {
            if (whole.size() + piece.length > MAX_BODY_BYTES) {
                throw new ContractException(Code.TOO_LARGE, "too-large", "That is too much to sign in with.");
            }
            whole.writeBytes(piece);
        }
        return JsonObject.parse(whole.toByteArray());
    }
}
