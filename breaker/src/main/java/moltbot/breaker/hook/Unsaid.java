package moltbot.breaker.hook;

import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.circuit.State;
import moltbot.breaker.stage.Stage;
import moltbot.breaker.stage.Verdict;
import moltbot.breaker.stage.Visit;

/// A stage whose objections are not told while the breaker is not CLOSED: then everybody who proved nothing reads the
/// same bytes, so that nobody learns which hooks there are.
///
/// @param stage  whose verdict counts as it is while the breaker is CLOSED
record Unsaid(Circuit circuit, Stage stage) implements Stage {
    @Override
    public Verdict judge(Visit visit) throws InterruptedException {
        return of(circuit, stage.judge(visit));
    }

    /// The same of one verdict.
    static Verdict of(Circuit circuit, Verdict verdict) {
        return verdict instanceof Verdict.Next || circuit.view().state() == State.CLOSED ? verdict : HookCircuit.SHUT;
    }
}
