package moltbot.breaker.stage;

import moltbot.breaker.exchange.Answer;
import moltbot.breaker.identity.Authentication;

/// From here on only the owner.
final class RequireIdentity implements Stage {
    private final Cookies cookies;

    RequireIdentity(Cookies cookies) {
        this.cookies = cookies;
    }

    @Override
    public Verdict judge(Visit visit) {
        return switch (visit.authentication()) {
            case Authentication.Authenticated known -> Verdict.NEXT;
            case Authentication.Absent(), Authentication.Rejected() -> unknown(visit, cookies);
        };
    }

    /// A person is sent to sign in, a script is told. A cookie that does not hold any more is taken back.
    static Verdict unknown(Visit visit, Cookies cookies) {
        Answer answer = answer(visit);
        return new Verdict.Answered(
                visit.authentication() instanceof Authentication.Rejected
                        ? answer.with("set-cookie", cookies.takeBack())
                        : answer);
    }

    /// For a sign-in that ended on the way. Its cookie is left alone: this browser may have a newer one by now.
    static Answer signInFirst(Visit visit) {
        return answer(visit);
    }

    private static Answer answer(Visit visit) {
        return visit.wantsJson() || visit.unsafe()
                ? Answer.error(401, "sign-in", "Sign in first.")
                : Answer.redirect(visit.places().at("/sign-in"));
    }
}
