package moltbot.breaker.stage;

import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.identity.Identities;

/// Looks up the sign-in a request carries: one hash and one look into a map. Decides nothing yet.
final class Recognise implements Stage {
    private final Identities identities;
    private final Circuit circuit;
    private final Cookies cookies;

    Recognise(Identities identities, Circuit circuit, Cookies cookies) {
        this.identities = identities;
        this.circuit = circuit;
        this.cookies = cookies;
    }

    @Override
    public Verdict judge(Visit visit) {
        visit.carries(identities.authenticate(
                cookies.token(visit.request()), circuit.view().epoch()));
        return Verdict.NEXT;
    }
}
