package moltbot.breaker.operate;

import java.util.function.LongConsumer;
import moltbot.breaker.circuit.State;
import moltbot.breaker.circuit.View;
import moltbot.breaker.circuit.Watcher;
import moltbot.breaker.journal.Journal;
import moltbot.contract.json.JsonObject;

/// What follows at once from a change of the breaker: what is under way is cut, and a new epoch ends all authority
/// given before it.
///
/// @param cut       ends every proxied exchange
/// @param newEpoch  ends every lease and sign-in of an earlier epoch
public record Consequences(Runnable cut, LongConsumer newEpoch, Door door, Journal journal) implements Watcher {
    /// A listener that strangers can reach.
    public interface Door {
        void shut();

        void openAgain();
    }

    @Override
    public void changed(View before, View after) {
        if (after.epoch() != before.epoch()) {
            newEpoch.accept(after.epoch());
        }
        if (after.state() != State.CLOSED) {
            cut.run();
        }
        if (after.hidesFromStrangers()) {
            door.shut();
        } else if (before.hidesFromStrangers()) {
            door.openAgain();
        }
        JsonObject.Builder facts = JsonObject.with("from", before.state().name())
                .with("to", after.state().name())
                .with("why", after.why())
                .with("epoch", after.epoch());
        after.trip().ifPresent(trip -> facts.with("trip", trip.id()).with("check", trip.check()));
        journal.event("breaker", facts.build());
    }
}
