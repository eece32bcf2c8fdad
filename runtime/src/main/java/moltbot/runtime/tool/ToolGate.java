package moltbot.runtime.tool;

import java.util.Objects;
import moltbot.runtime.tool.Authority.Answer;
import moltbot.runtime.tool.Authority.Question;
import moltbot.runtime.tool.Authority.Ruling;

/// The one way from a wish to an effect, and the only maker of an [AuthorizedCall]. Safe for use by several threads.
public final class ToolGate {
    /// What the gate says in the end.
    public sealed interface Passage {
        record Open(AuthorizedCall call) implements Passage {}

        /// Someone said no.
        record Denied(String why) implements Passage {}

        /// Nobody could say yes.
        record Shut(String why) implements Passage {}
    }

    /// Told while a person is asked.
    public interface Asking {
        void asked(String approval, String why) throws InterruptedException;

        /// The person answered, or it is over without: `approved`, `denied`, `expired` or `voided`.
        void answered(String decision) throws InterruptedException;
    }

    private final Authority authority;

    public ToolGate(Authority authority) {
        this.authority = Objects.requireNonNull(authority);
    }

    /// Judges one call. Waits for a person where one must say.
    public Passage judge(Question question, Asking asking) throws InterruptedException {
        return switch (authority.authorize(question)) {
            case Ruling.Allow(String grant) -> open(question, grant);
            case Ruling.Deny(String why) -> new Passage.Denied("Not allowed by the policy: " + why);
            case Ruling.None(String why) -> new Passage.Shut(why);
            case Ruling.Ask(String approval, String why) -> {
                asking.asked(approval, why);
                yield answered(question, authority.await(approval), asking);
            }
        };
    }

    private static Passage answered(Question question, Answer answer, Asking asking) throws InterruptedException {
        return switch (answer) {
            case Answer.Approved(String grant) -> {
                asking.answered("approved");
                yield open(question, grant);
            }
            case Answer.Denied() -> {
                asking.answered("denied");
                yield new Passage.Denied("The owner said no.");
            }
            case Answer.Expired() -> {
                asking.answered("expired");
                yield new Passage.Denied("Nobody approved it in time, so it was not done.");
            }
            case Answer.Voided() -> {
                asking.answered("voided");
                yield new Passage.Denied("The breaker tripped before it was approved, so it is void and was not done.");
            }
        };
    }

    private static Passage open(Question question, String grant) {
        return new Passage.Open(new AuthorizedCall(question.call(), question.effect(), grant));
    }

    /// Says how an authorized call ended.
    public void report(String call, ToolOutcome outcome) {
        authority.report(call, outcome.outcome().word(), outcome.detail());
    }
}
