package moltbot.guardian.observe.sandbox;

import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.sandbox.CanaryFlight;

/// Has the spawner run its canary in a real sandbox. The script is the spawner's own and takes no orders.
public final class CanaryObserver {
    private final LinkClient spawner;
    private volatile boolean none = true;

    public CanaryObserver(LinkClient spawner) {
        this.spawner = spawner;
    }

    /// True where there was no sandbox: there may be one now, and it must not wait for its first canary.
    public boolean changed() {
        return none;
    }

    /// Looks now; takes about a second.
    public Observation<CanaryFlight> observe() {
        try {
            JsonObject answer = spawner.ask("sandbox.canary", JsonObject.EMPTY);
            none = answer.text("tier").isEmpty();
            if (none) {
                return new Observation.Seen<>(CanaryFlight.NO_SANDBOX);
            }
            CanaryFlight flight =
                    new CanaryFlight(answer.text("tier"), answer.list("reached").texts());
            String problem = answer.text("problem");
            return problem.isEmpty() ? new Observation.Seen<>(flight) : new Observation.Partial<>(flight, problem);
        } catch (ContractException e) {
            if (e.code() == ContractException.Code.UNAVAILABLE) {
                // A spawner that is not there holds no lease and runs nothing.
                none = true;
                return new Observation.Seen<>(CanaryFlight.NO_SANDBOX);
            }
            return new Observation.Unobservable<>("The canary could not be run: " + e.getMessage());
        }
    }
}
