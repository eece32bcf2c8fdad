package moltbot.breaker.hook;

import java.util.function.LongSupplier;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.exchange.Household;
import moltbot.breaker.limit.Buckets;
import moltbot.breaker.limit.Limits;
import moltbot.breaker.stage.Stage;
import moltbot.breaker.stage.Verdict;
import moltbot.breaker.stage.Visit;

/// Counts calls by household before anybody is believed, apart from what is asked of the panel.
final class HookLimit implements Stage {
    private final Buckets calls;

    HookLimit(Limits limits, LongSupplier nanos) {
        this.calls = new Buckets(limits, nanos);
    }

    @Override
    public Verdict judge(Visit visit) {
        return calls.take(Household.of(visit.request().client()))
                ? Verdict.NEXT
                : new Verdict.Answered(
                        Answer.error(429, "too-many-requests", "More calls came from this address than are taken.")
                                .with("retry-after", "5"));
    }
}
