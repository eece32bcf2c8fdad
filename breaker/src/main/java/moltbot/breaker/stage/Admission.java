package moltbot.breaker.stage;

import java.util.List;
import java.util.Map;
import moltbot.breaker.address.Callers;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Exchange;
import moltbot.breaker.exchange.OwnPlaces;
import moltbot.breaker.exchange.Site;
import moltbot.breaker.journal.Figures;
import moltbot.breaker.journal.Journal;
import moltbot.breaker.page.SecurityHeaders;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// Every request's way through the breaker, in order; and the backstop that answers when a stage fails. Never throws.
/// Safe for use by several threads.
public final class Admission {
    private static final System.Logger LOG = System.getLogger("admission");

    private final List<Stage> stages;
    private final Journal journal;
    private final Figures figures;
    private final OwnPlaces places;

    public Admission(Gates gates) {
        this.journal = gates.desk().journal();
        this.figures = gates.figures();
        this.places = gates.places();
        this.stages = List.of(
                new ClientAddress(gates.callers()),
                new OwnGround(),
                new StrictHead(),
                new ExactHost(gates.sites()),
                new CanonicalTarget(),
                new Recognise(
                        gates.desk().identities(), gates.circuit(), gates.desk().cookies()),
                new CircuitGate(gates.circuit(), gates.bypasses()),
                new RateLimit(gates.limits(), gates.nanos(), gates.bypasses()),
                new SameOrigin(),
                new Canary(gates.canary()),
                OwnGround.only(new SignInPages()),
                OwnGround.only(new AuthDesk(gates)),
                OwnGround.only(new Metrics(
                        gates.metrics(), new RequireIdentity(gates.desk().cookies()))),
                OwnGround::nothing,
                new RequireIdentity(gates.desk().cookies()),
                new Forward(gates.upstream(), gates.circuit(), gates.bypasses()));
    }

    /// For a listener with stages of its own.
    ///
    /// @param stages  the last of them never says [Verdict#NEXT]
    public Admission(List<Stage> stages, Journal journal, Figures figures) {
        this.journal = journal;
        this.figures = figures;
        this.places = OwnPlaces.HOUSE;
        this.stages = List.copyOf(stages);
    }

    /// What every listener asks first: whose request it is, whether it is well formed, and for whom.
    public static List<Stage> atTheDoor(Callers callers, Map<String, Site> sites) {
        return List.of(new ClientAddress(callers), new StrictHead(), new ExactHost(sites));
    }

    /// Answers one exchange, or lets what stands behind the breaker answer it. On the event loop; what has to
    /// wait goes on on a thread of its own.
    public void handle(Exchange exchange) {
        judge(new Visit(exchange, places), 0, false);
    }

    private void judge(Visit visit, int from, boolean mayWait) {
        Exchange exchange = visit.exchange();
        try {
            Verdict verdict = Verdict.NEXT;
            for (int i = from; verdict instanceof Verdict.Next; i++) {
                Stage stage = stages.get(i);
                if (!mayWait && stage.waits(visit)) {
                    int here = i;
                    exchange.apart(() -> judge(visit, here, true));
                    return;
                }
                verdict = stage.judge(visit);
            }
            if (verdict instanceof Verdict.Answered(Answer answer)) {
                note(answer, visit);
                exchange.answer(SecurityHeaders.on(answer));
            } else {
                figures.answered(exchange.status());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.abort();
        } catch (ContractException e) {
            explain(exchange, e);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(System.Logger.Level.ERROR, "A request failed.", e);
            answer(exchange, Answer.error(500, "internal", "Something went wrong inside. Nothing was forwarded."));
        }
    }

    private void note(Answer answer, Visit visit) {
        figures.answered(answer.status());
        if (answer.status() >= 400) {
            figures.refused(reason(answer));
        }
        if (answer.status() == 403 || answer.status() == 421) {
            journal.refused(reason(answer), visit.request().client());
        }
    }

    /// The stable word in an error of ours; its status where a person got a page.
    private static String reason(Answer answer) {
        return answer.headers().getOrDefault("content-type", "").equals("application/json")
                ? JsonObject.parse(answer.body())
                        .objectOr("error", JsonObject.EMPTY)
                        .textOr("reason", "page")
                : "page-" + answer.status();
    }

    private static void explain(Exchange exchange, ContractException e) {
        if (exchange.gone()) {
            return;
        }
        int status = switch (e.code()) {
            case MALFORMED -> 400;
            case TOO_LARGE -> 413;
            case TIMEOUT -> 408;
            case UNAUTHENTICATED, REFUSED -> 403;
            case UNAVAILABLE, LOST -> 500;
        };
        if (status == 500) {
            LOG.log(System.Logger.Level.ERROR, "A request failed.", e);
        }
        String reason = e.reason().isEmpty() ? "failed" : e.reason();
        answer(exchange, Answer.error(status, reason, String.valueOf(e.getMessage())));
    }

    private static void answer(Exchange exchange, Answer answer) {
        if (exchange.begun()) {
            exchange.abort();
        } else {
            exchange.answer(SecurityHeaders.on(answer));
        }
    }
}
