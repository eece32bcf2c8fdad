package moltbot.guardian.observe.door;

import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.door.Door;

/// Asks control, which stands at the door. What it says follows from the settings it was started with, so while it
/// starts anew what it said last stands: nobody is let in without it either. Before its first answer nothing is known.
/// One thread.
public final class DoorObserver {
    private final LinkClient control;
    private Optional<Door> last = Optional.empty();

    public DoorObserver(LinkClient control) {
        this.control = control;
    }

    /// Looks now.
    public Observation<Door> observe() {
        try {
            JsonObject answer = control.ask("channel.door", JsonObject.EMPTY);
            last = Optional.of(new Door(
                    answer.text("direct"),
                    answer.flag("commands"),
                    answer.integer("waiting"),
                    answer.integer("turnedAway")));
            return new Observation.Seen<>(last.get());
        } catch (ContractException e) {
            boolean away = e.code() == Code.UNAVAILABLE || e.code() == Code.LOST;
            return away && last.isPresent()
                    ? new Observation.Seen<>(last.get())
                    : new Observation.Unobservable<>("Control did not say who is let in: " + e.getMessage());
        }
    }
}
