package moltbot.breaker.stage;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Household;
import moltbot.breaker.exchange.Request;
import moltbot.breaker.identity.Authentication;
import moltbot.breaker.limit.Buckets;
import moltbot.breaker.limit.Limits;
import moltbot.breaker.page.BypassNote;
import moltbot.breaker.page.ErrorPage;
import moltbot.contract.json.JsonArray;

/// Counts before anyone is believed: who is signed in by that name, everybody else by address, loopback included. No
/// address is exempt, but what one address asks for different ends is counted apart, so that the guardian's questions
/// and other programs' never stand in the way of a person who wants to sign in, nor another site's pages.
final class RateLimit implements Stage {
    private static final int AGAIN_SECONDS = 5;

    private final Buckets signedIn;
    private final Buckets foreign;
    private final Buckets attempts;
    private final Buckets pages;
    private final Buckets others;
    private final Supplier<JsonArray> bypasses;

    RateLimit(Limits limits, LongSupplier nanos, Supplier<JsonArray> bypasses) {
        this.bypasses = bypasses;
        signedIn = new Buckets(limits, nanos);
        foreign = new Buckets(limits, nanos);
        attempts = new Buckets(limits, nanos);
        pages = new Buckets(limits, nanos);
        others = new Buckets(limits, nanos);
    }

    @Override
    public Verdict judge(Visit visit) {
        return granted(visit)
                ? Verdict.NEXT
                : new Verdict.Answered(tooMany(visit).with("retry-after", Integer.toString(AGAIN_SECONDS)));
    }

    private boolean granted(Visit visit) {
        String household = Household.of(visit.request().client());
        if (SameOrigin.foreign(visit)) {
            return foreign.take(household);
        }
        return switch (visit.authentication()) {
            case Authentication.Authenticated(var who) -> signedIn.take(who.principal());
            case Authentication.Machine(var who, var scopes) -> signedIn.take(who.principal());
            case Authentication.Absent absent -> strangers(visit).take(household);
            case Authentication.Rejected rejected -> strangers(visit).take(household);
        };
    }

    private Buckets strangers(Visit visit) {
        Request request = visit.request();
        boolean signingIn = request.path().startsWith("/auth/");
        if (visit.unsafe()) {
            return signingIn ? attempts : others;
        }
        boolean page = request.all("accept").stream().anyMatch(value -> value.contains("text/html"));
        return page || signingIn || request.path().startsWith("/sign-in") ? pages : others;
    }

    private Answer tooMany(Visit visit) {
        String message = visit.reader() == BypassNote.Reader.OWNER
                ? "That was more than this house answers in a minute, so this was not done. Nothing was lost: wait a few"
                        + " seconds, then try again."
                : "More requests came from this address than are answered in a minute. Wait a few seconds.";
        return visit.wantsJson() || visit.unsafe()
                ? Answer.error(429, "too-many-requests", message)
                : ErrorPage.tooMany(message, AGAIN_SECONDS, BypassNote.of(bypasses.get(), visit.reader()));
    }
}
