package moltbot.breaker.stage;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import moltbot.breaker.exchange.Answer;

/// `GET /metrics`: the breaker's own figures in Prometheus' text format, for the owner and for machines that may.
final class Metrics implements Stage {
    private final Supplier<String> text;

    private final Stage gate;

    /// @param gate  who may read them
    Metrics(Supplier<String> text, Stage gate) {
        this.text = text;
        this.gate = gate;
    }

    @Override
    public Verdict judge(Visit visit) throws InterruptedException {
        if (!visit.request().path().equals("/metrics")) {
            return Verdict.NEXT;
        }
        Verdict verdict = gate.judge(visit);
        if (!(verdict instanceof Verdict.Next)) {
            return verdict;
        }
        if (visit.unsafe()) {
            return Verdict.error(405, "method", "Figures can only be read.");
        }
        byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
        return new Verdict.Answered(Answer.of(200, "text/plain; version=0.0.4; charset=utf-8", bytes));
    }
}
