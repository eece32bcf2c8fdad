package moltbot.breaker.stage;

import java.util.Optional;
import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.desk.Browsers;
import moltbot.breaker.desk.Caller;
import moltbot.breaker.desk.Cookies;
import moltbot.breaker.desk.Desk;
import moltbot.breaker.exchange.Request;
import moltbot.breaker.exchange.Site;
import moltbot.breaker.identity.Identities;
import moltbot.breaker.identity.Visitor;
import moltbot.breaker.passkey.PasskeyCeremony.Place;

/// Hands what is asked under `/auth/` to its desk.
final class AuthDesk implements Stage {
    private final Identities identities;
    private final Circuit circuit;
    private final Cookies cookies;
    private final Desk desk;

    AuthDesk(Gates gates) {
        this.identities = gates.desk().identities();
        this.circuit = gates.circuit();
        this.cookies = gates.desk().cookies();
        this.desk = new Desk(gates.desk());
    }

    /// What reads a body, hashes or writes does; the looks do not.
    @Override
    public boolean waits(Visit visit) {
        return visit.request().path().startsWith("/auth/");
    }

    @Override
    public Verdict judge(Visit visit) throws InterruptedException {
        if (!visit.request().path().startsWith("/auth/")) {
            return Verdict.NEXT;
        }
        return desk.answer(caller(visit)).<Verdict>map(Verdict.Answered::new).orElse(Verdict.NEXT);
    }

    private Caller caller(Visit visit) {
        Request request = visit.request();
        Visitor visitor = new Visitor(
                identities.guesser(request.client(), cookies.mark(request)),
                circuit.view().epoch(),
                Browsers.family(request.one("user-agent").orElse("")));
        Site site = visit.site();
        Optional<Place> place = site.name().map(name -> new Place(site.origin(), name));
        return new Caller(visit.exchange(), request, visit.authentication(), visitor, place);
    }
}
