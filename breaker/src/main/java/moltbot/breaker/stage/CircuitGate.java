package moltbot.breaker.stage;

import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.circuit.View;
import moltbot.breaker.page.OpenPage;

/// Nothing passes unless the breaker lets it: not even the sign-in page. Stands before the limits, so that a person on
/// this machine is told why even while the guardian asks often: what is shut has nothing to guess.
final class CircuitGate implements Stage {
    private final Circuit circuit;

    CircuitGate(Circuit circuit) {
        this.circuit = circuit;
    }

    @Override
    public Verdict judge(Visit visit) {
        View view = circuit.view();
        return view.admits(visit.local())
                ? Verdict.NEXT
                : new Verdict.Answered(OpenPage.of(view, visit.local(), visit.wantsJson()));
    }
}
