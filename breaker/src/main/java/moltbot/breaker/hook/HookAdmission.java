package moltbot.breaker.hook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import moltbot.breaker.address.Callers;
import moltbot.breaker.circuit.Circuit;
import moltbot.breaker.exchange.Site;
import moltbot.breaker.journal.Figures;
import moltbot.breaker.limit.Limits;
import moltbot.breaker.stage.Admission;
import moltbot.breaker.stage.Stage;

/// The stages of the hooks' own listener, in order. None of them can reach what stands behind the panel's.
///
/// @param ids  names for deliveries that bring none
public record HookAdmission(
        Callers callers,
        Map<String, Site> sites,
        Limits limits,
        Circuit circuit,
        Hooks hooks,
        HookGateway gateway,
        LongSupplier nanos,
        Supplier<String> ids,
        Figures figures) {
    public HookAdmission {
        sites = Map.copyOf(sites);
    }

    public List<Stage> stages() {
        List<Stage> stages = new ArrayList<>(Admission.atTheDoor(callers, sites));
        stages.add(new HookCircuit(circuit, hooks));
        stages.add(new Unsaid(circuit, new HookPath()));
        stages.add(new Unsaid(circuit, new HookLimit(limits, nanos)));
        stages.add(new HookIntake(hooks, circuit, gateway, nanos, ids, figures));
        return stages;
    }
}
