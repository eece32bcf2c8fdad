package moltbot.breaker.stage;

import java.util.function.Supplier;
import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.circuit.View;
import moltbot.breaker.page.BypassNote;
import moltbot.breaker.page.OpenPage;
import moltbot.contract.json.JsonArray;

/// Nothing passes unless the breaker lets it: not even the sign-in page. Stands before the limits, so that a person on
/// this machine is told why even while the guardian asks often: what is shut has nothing to guess.
final class CircuitGate implements Stage {
    private final Circuit circuit;
    private final Supplier<JsonArray> bypasses;

    CircuitGate(Circuit circuit, Supplier<JsonArray> bypasses) {
        this.circuit = circuit;
        this.bypasses = bypasses;
    }

    @Override
    public Verdict judge(Visit visit) {
        View view = circuit.view();
        if (view.admits(visit.local())) {
            return Verdict.NEXT;
        }
        String note = BypassNote.of(bypasses.get(), visit.reader());
        return new Verdict.Answered(OpenPage.of(
                view, visit.local(), visit.wantsJson(), visit.places().foreign(), note));
    }
}
