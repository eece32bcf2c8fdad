package moltbot.breaker.hook;

import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.circuit.State;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.stage.Stage;
import moltbot.breaker.stage.Verdict;
import moltbot.breaker.stage.Visit;

/// Nothing is said here but that there is nothing, unless the breaker is CLOSED. While it recovers, this machine's own
/// browser may come in; no caller of a hook is that.
final class HookCircuit implements Stage {
    static final Verdict SHUT = new Verdict.Answered(
            Answer.error(503, "blocked", "Nothing is taken here just now.").with("retry-after", "30"));

    private final Circuit circuit;

    HookCircuit(Circuit circuit) {
        this.circuit = circuit;
    }

    @Override
    public Verdict judge(Visit visit) {
        return circuit.view().state() == State.CLOSED ? Verdict.NEXT : SHUT;
    }
}
