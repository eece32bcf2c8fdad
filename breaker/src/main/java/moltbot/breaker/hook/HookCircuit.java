package moltbot.breaker.hook;

import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.circuit.State;
import moltbot.breaker.circuit.View;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.stage.Stage;
import moltbot.breaker.stage.Verdict;
import moltbot.breaker.stage.Visit;

/// Nothing is said here but that there is nothing, unless the breaker is CLOSED. While it recovers, this machine's own
/// browser may come in; no caller of a hook is that. What may be a messenger's call is looked at further all the same,
/// so that people are told how it stands; whoever does not prove that it is one is told what everybody is told.
final class HookCircuit implements Stage {
    static final Verdict SHUT = new Verdict.Answered(
            Answer.error(503, "blocked", "Nothing is taken here just now.").with("retry-after", "30"));

    private final Circuit circuit;
    private final Hooks hooks;

    HookCircuit(Circuit circuit, Hooks hooks) {
        this.circuit = circuit;
        this.hooks = hooks;
    }

    @Override
    public Verdict judge(Visit visit) {
        View view = circuit.view();
        return view.state() == State.CLOSED || callsWhatOutlivesTrips(visit, view.epoch()) ? Verdict.NEXT : SHUT;
    }

    private boolean callsWhatOutlivesTrips(Visit visit, long epoch) {
        return HookPath.called(visit.request())
                .flatMap(name -> hooks.find(name, epoch))
                .filter(hook -> hook.kind().outlivesTrips())
                .isPresent();
    }
}
