package moltbot.runtime.link;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.runtime.patience.Patience;
import moltbot.runtime.tool.Authority;

/// The authority, behind control's link. Questions carry the call's own id, so asking again after a lost link is the
/// same question.
public final class LinkAuthority implements Authority {
    private static final Duration ASK_FOR = Duration.ofSeconds(60);
    private static final Duration AWAIT_FOR = Duration.ofMinutes(15);
    private static final Duration REPORT_FOR = Duration.ofMinutes(2);
    private static final int MAX_REPORTS = 256;
    private static final System.Logger LOG = System.getLogger("gate");

    private final LinkClient control;
    private final Patience patience;
    private final Semaphore reports = new Semaphore(MAX_REPORTS);

    public LinkAuthority(LinkClient control, Patience patience) {
        this.control = control;
        this.patience = patience;
    }

    @Override
    public Ruling authorize(Question question) throws InterruptedException {
        JsonObject head = JsonObject.with("call", question.call())
                .with("sender", question.asker().sender())
                .with("session", question.asker().session())
                .with("turn", question.asker().turn())
                .with("label", question.asker().label().toJson())
                .with("task", question.asker().task())
                .with("tool", question.tool())
                .with("effect", question.effect().capability().effect())
                .with("shows", question.effect().shows())
                .with("digest", question.effect().digest())
                .build();
        try {
            return ruling(patience.retry(ASK_FOR, Patience::isLink, () -> control.ask("gate.authorize", head)));
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A call could not be judged.", e);
            return new Ruling.None(
                    e.code() == Code.REFUSED
                            ? "It was not done: " + e.getMessage()
                            : "Nobody could be asked whether this is allowed, so it was not done.");
        }
    }

    private static Ruling ruling(JsonObject reply) {
        return switch (reply.text("decision")) {
            case "allow" -> new Ruling.Allow(reply.text("grant"));
            case "ask" -> new Ruling.Ask(reply.text("approval"), reply.text("why"));
            case "deny" -> new Ruling.Deny(reply.text("why"));
            default -> throw ContractException.malformed("Control decided in an unknown way.");
        };
    }

    @Override
    public Answer await(String approval) throws InterruptedException {
        JsonObject head = JsonObject.with("approval", approval).build();
        try {
            return answer(patience.retry(AWAIT_FOR, Patience::isLink, () -> waitFor(head)));
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "An approval could not be waited for.", e);
            return new Answer.Expired();
        }
    }

    /// Not a plain question: its answer may take as long as a person does.
    private JsonObject waitFor(JsonObject head) {
        try (LinkCall call = control.open("gate.await", head)) {
            call.end();
            JsonObject reply = call.reply();
            while (call.next() != null) {
                continue;
            }
            return reply;
        }
    }

    private static Answer answer(JsonObject reply) {
        return switch (reply.text("decision")) {
            case "approved" -> new Answer.Approved(reply.text("grant"));
            case "denied" -> new Answer.Denied();
            case "expired" -> new Answer.Expired();
            case "voided" -> new Answer.Voided();
            default -> throw ContractException.malformed("A person answered in an unknown way.");
        };
    }

    @Override
    public void report(String call, String outcome, JsonObject detail) {
        if (!reports.tryAcquire()) {
            LOG.log(System.Logger.Level.WARNING, "Too many outcomes wait to be told; one is only in the transcript.");
            return;
        }
        JsonObject head = JsonObject.with("call", call)
                .with("outcome", outcome)
                .with("detail", detail)
                .build();
        Thread.ofVirtual().name("gate-report").start(() -> {
            try {
                patience.retry(REPORT_FOR, Patience::isLink, () -> control.ask("gate.report", head));
            } catch (ContractException e) {
                LOG.log(System.Logger.Level.WARNING, "An outcome did not reach the audit.", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                reports.release();
            }
        });
    }
}
