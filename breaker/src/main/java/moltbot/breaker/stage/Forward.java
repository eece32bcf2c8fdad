package moltbot.breaker.stage;

import java.util.function.Supplier;
import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.circuit.View;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.identity.Authentication;
import moltbot.breaker.identity.SignedIn;
import moltbot.breaker.page.BypassNote;
import moltbot.breaker.page.ErrorPage;
import moltbot.breaker.page.OpenPage;
import moltbot.breaker.page.SecurityHeaders;
import moltbot.breaker.upstream.Errand;
import moltbot.breaker.upstream.Forwarded;
import moltbot.breaker.upstream.Upstream;
import moltbot.contract.json.JsonArray;

/// The last stage: hands the exchange to what stands behind the breaker.
final class Forward implements Stage {
    private final Upstream upstream;
    private final Circuit circuit;
    private final Supplier<JsonArray> bypasses;

    Forward(Upstream upstream, Circuit circuit, Supplier<JsonArray> bypasses) {
        this.upstream = upstream;
        this.circuit = circuit;
        this.bypasses = bypasses;
    }

    @Override
    public Verdict judge(Visit visit) throws InterruptedException {
        return switch (visit.authentication()) {
            case Authentication.Authenticated(SignedIn who) -> forward(visit, who);
            case Authentication.Machine(SignedIn who, var scopes) -> forward(visit, who);
            case Authentication.Absent absent -> throw new IllegalStateException("No identity");
            case Authentication.Rejected rejected -> throw new IllegalStateException("No identity");
        };
    }

    @Override
    public boolean waits(Visit visit) {
        return upstream.waits();
    }

    private Verdict forward(Visit visit, SignedIn who) throws InterruptedException {
        long epoch = circuit.view().epoch();
        Errand errand = new Errand(
                visit.request(),
                who,
                visit.site().host(),
                visit.site().origin(),
                epoch,
                () -> allowed(visit, epoch),
                outcome -> conclude(visit, epoch, outcome));
        upstream.forward(visit.exchange(), errand);
        return Verdict.DONE;
    }

    private void conclude(Visit visit, long epoch, Forwarded outcome) {
        switch (outcome) {
            case Forwarded.Done() -> {}
            case Forwarded.Cut() ->
                answer(
                        visit,
                        allowed(visit, epoch)
                                ? RequireIdentity.signInFirst(visit)
                                : OpenPage.of(
                                        circuit.view(),
                                        visit.local(),
                                        visit.wantsJson(),
                                        visit.places().foreign(),
                                        note(visit)));
            case Forwarded.Failed failed -> answer(visit, failed(visit, failed));
        }
    }

    private static void answer(Visit visit, Answer answer) {
        visit.exchange().answer(SecurityHeaders.on(answer));
    }

    private boolean allowed(Visit visit, long epoch) {
        View view = circuit.view();
        return view.epoch() == epoch && view.admits(visit.local());
    }

    private String note(Visit visit) {
        return BypassNote.of(bypasses.get(), visit.reader());
    }

    private Answer failed(Visit visit, Forwarded.Failed failed) {
        return visit.wantsJson() || visit.unsafe()
                ? Answer.error(failed.status(), failed.reason(), failed.message())
                : ErrorPage.of(failed.status(), failed.message(), true, note(visit));
    }
}
