package moltbot.breaker.stage;

import java.util.function.LongSupplier;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Household;
import moltbot.breaker.identity.Authentication;
import moltbot.breaker.page.ErrorPage;

/// Counts before anyone is believed. A stranger's address, loopback included, has 100 requests a minute and 50 at once;
/// a sign-in that holds has 6000 and 1000 of its own, for a chat asks several times for each message. What another
/// site's page causes is counted apart: it must not use up what the owner's own browser has.
final class RateLimit implements Stage {
    private final Buckets strangers;
    private final Buckets foreign;
    private final Buckets signedIn;

    RateLimit(LongSupplier nanos) {
        strangers = new Buckets(100, 50, nanos);
        foreign = new Buckets(100, 50, nanos);
        signedIn = new Buckets(6000, 1000, nanos);
    }

    @Override
    public Verdict judge(Visit visit) {
        return granted(visit)
                ? Verdict.NEXT
                : new Verdict.Answered(tooMany(visit).with("retry-after", "5"));
    }

    private boolean granted(Visit visit) {
        String household = Household.of(visit.request().client());
        if (SameOrigin.foreign(visit)) {
            return foreign.take(household);
        }
        return switch (visit.authentication()) {
            case Authentication.Authenticated(var who) -> signedIn.take(who.digest());
            case Authentication.Absent(), Authentication.Rejected() -> strangers.take(household);
        };
    }

    private static Answer tooMany(Visit visit) {
        String message = "Too many requests came from there. Wait a few seconds.";
        return visit.wantsJson() || visit.unsafe()
                ? Answer.error(429, "too-many-requests", message)
                : ErrorPage.of(429, message, true);
    }
}
