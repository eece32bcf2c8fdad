package moltbot.breaker.stage;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import moltbot.breaker.desk.Caller;
import moltbot.breaker.desk.Cookies;
import moltbot.breaker.desk.StepUp;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.identity.Authentication;
import moltbot.breaker.identity.SignedIn;
import moltbot.breaker.identity.Tokens;

/// From here on only the owner, within five minutes of a proof where something is at stake; and machines, for what
/// their token is for.
final class RequireIdentity implements Stage {
    private static final Map<String, Tokens.Scope> MACHINES = Map.of(
            "GET /api/overview", Tokens.Scope.STATUS_READ,
            "GET /metrics", Tokens.Scope.METRICS_READ,
            "GET /v1/models", Tokens.Scope.CHAT_USE,
            "GET /v1/models/moltbot", Tokens.Scope.CHAT_USE,
            "POST /v1/chat/completions", Tokens.Scope.CHAT_USE);

    private final Cookies cookies;

    RequireIdentity(Cookies cookies) {
        this.cookies = cookies;
    }

    @Override
    public Verdict judge(Visit visit) {
        return switch (visit.authentication()) {
            case Authentication.Authenticated(SignedIn who) ->
                who.provedLately()
                                || visit.foreign()
                                || !StepUp.wanted(
                                        visit.unsafe(), visit.request().path())
                        ? Verdict.NEXT
                        : new Verdict.Answered(Caller.stepUpFirst());
            case Authentication.Machine(SignedIn who, Set<Tokens.Scope> scopes) -> machine(visit, scopes);
            case Authentication.Absent absent -> unknown(visit, cookies);
            case Authentication.Rejected rejected -> unknown(visit, cookies);
        };
    }

    /// One method and one path for each scope: whatever is not here is not a machine's.
    private static Verdict machine(Visit visit, Set<Tokens.Scope> scopes) {
        Tokens.Scope wanted =
                MACHINES.get(visit.request().method() + " " + visit.request().path());
        return wanted != null && visit.own() && scopes.contains(wanted)
                ? Verdict.NEXT
                : Verdict.error(403, "scope", "This token may not do that: it is for " + spoken(scopes) + " only.");
    }

    private static String spoken(Set<Tokens.Scope> scopes) {
        return MACHINES.entrySet().stream()
                .filter(entry -> scopes.contains(entry.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(" and "));
    }

    /// A person is sent to sign in, a script is told. A cookie that does not hold any more is taken back.
    static Verdict unknown(Visit visit, Cookies cookies) {
        Answer answer = answer(visit);
        return new Verdict.Answered(
                visit.authentication() instanceof Authentication.Rejected
                                && cookies.token(visit.request()).isPresent()
                        ? answer.with("set-cookie", cookies.takeBack())
                        : answer);
    }

    /// For a sign-in that ended on the way. Its cookie is left alone: this browser may have a newer one by now.
    static Answer signInFirst(Visit visit) {
        return answer(visit);
    }

    private static Answer answer(Visit visit) {
        if (visit.authentication() instanceof Authentication.Rejected(String why) && !why.isEmpty()) {
            return Answer.error(401, "token-ended", why);
        }
        return visit.wantsJson() || visit.unsafe()
                ? Answer.error(401, "sign-in", "Sign in first.")
                : Answer.redirect(visit.places().at("/sign-in"));
    }
}
