package moltbot.breaker.stage;

import java.util.List;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Exchange;
import moltbot.breaker.journal.Journal;
import moltbot.breaker.page.SecurityHeaders;
import moltbot.contract.ContractException;

/// Every request's way through the breaker, in order; and the backstop that answers when a stage fails. Never throws.
/// Safe for use by several threads.
public final class Admission {
    private static final System.Logger LOG = System.getLogger("admission");

    private final List<Stage> stages;
    private final Journal journal;

    public Admission(Gates gates) {
        this.journal = gates.journal();
        this.stages = List.of(
                new ClientAddress(gates.callers()),
                new StrictHead(),
                new ExactHost(gates.sites()),
                new CanonicalTarget(),
                new Recognise(gates.identities(), gates.circuit(), gates.cookies()),
                new CircuitGate(gates.circuit()),
                new RateLimit(gates.limits(), gates.nanos()),
                new SameOrigin(),
                new Canary(gates.canary()),
                new SignInPages(),
                new AuthDesk(gates),
                new RequireIdentity(gates.cookies()),
                new Forward(gates.upstream(), gates.circuit()));
    }

    /// Answers one exchange, or lets control answer it.
    public void handle(Exchange exchange) {
        try {
            Visit visit = new Visit(exchange);
            Verdict verdict = judge(visit);
            if (verdict instanceof Verdict.Answered(Answer answer)) {
                if (answer.status() == 403 || answer.status() == 421) {
                    journal.refused(answer.status() + "", visit.request().client());
                }
                exchange.answer(SecurityHeaders.on(answer));
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

    private Verdict judge(Visit visit) throws InterruptedException {
        for (Stage stage : stages) {
            Verdict verdict = stage.judge(visit);
            switch (verdict) {
                case Verdict.Next() -> {}
                case Verdict.Answered answered -> {
                    return answered;
                }
                case Verdict.Done done -> {
                    return done;
                }
            }
        }
        throw new IllegalStateException("No stage answered.");
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
