package moltbot.breaker.stage;

import java.net.InetAddress;
import java.util.Optional;
import moltbot.breaker.address.Callers;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Request;
import moltbot.contract.ContractException;

/// Whose request it is, and whether that address may ask at all. Comes first, so that who may not is told nothing more.
/// A header counts only where a listed proxy sent it; what such a proxy brings is never this machine's own.
final class ClientAddress implements Stage {
    private static final Answer REFUSED =
            Answer.error(403, "refused", "Nothing is shown to this address.").closing();

    private final Callers callers;

    ClientAddress(Callers callers) {
        this.callers = callers;
    }

    @Override
    public Verdict judge(Visit visit) {
        Request request = visit.request();
        InetAddress peer = request.client();
        if (callers.proxies().lists(peer)) {
            try {
                Optional<InetAddress> client =
                        callers.proxies().client(request.all("x-forwarded-for"), request.all("forwarded"));
                visit.broughtByProxy(client);
            } catch (ContractException e) {
                return new Verdict.Answered(Answer.error(400, "malformed", String.valueOf(e.getMessage()))
                        .closing());
            }
        }
        return callers.mayAsk(visit.request().client()) ? Verdict.NEXT : new Verdict.Answered(REFUSED);
    }
}
