package moltbot.guardian.judge.panel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import moltbot.guardian.fact.panel.Kind;
import moltbot.guardian.fact.panel.Reply;
import moltbot.guardian.fact.panel.Reply.Answered;
import moltbot.guardian.fact.panel.Trial;
import moltbot.guardian.judge.Finding;

/// Which answers refuse. Nobody there, an ended connection, and a breaker that lets nothing through refuse whatever is
/// asked; so does one that has been asked too often.
final class Refusal {
    /// Said before anybody looks at who asks: an address that may not, a breaker that is open, too many requests.
    static final Set<Integer> ANYHOW = Set.of(403, 421, 429, 503);

    private Refusal() {}

    /// One finding for every trial of this kind whose answer is not let pass.
    static List<Finding> findings(
            List<Trial> trials,
            Kind kind,
            Predicate<Answered> passes,
            java.util.function.Function<Trial, Finding> find) {
        List<Finding> findings = new ArrayList<>();
        for (Trial trial : trials) {
            if (trial.kind() == kind
                    && trial.reply() instanceof Answered answered
                    && !ANYHOW.contains(answered.status())
                    && !passes.test(answered)) {
                findings.add(find.apply(trial));
            }
        }
        return findings;
    }

    static Predicate<Answered> status(Integer... statuses) {
        Set<Integer> allowed = Set.of(statuses);
        return answered -> allowed.contains(answered.status());
    }

    /// True for 4xx and 5xx.
    static boolean error(Answered answered) {
        return answered.status() >= 400 && answered.status() < 600;
    }

    static boolean open(Reply reply) {
        return reply instanceof Answered answered && ANYHOW.contains(answered.status());
    }
}
