package moltbot.guardian;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import moltbot.contract.link.LinkClient;
import moltbot.guardian.audit.AuditHolds;
import moltbot.guardian.audit.AuditWatch;
import moltbot.guardian.fact.door.Door;
import moltbot.guardian.judge.door.StrangersAtTheDoor;
import moltbot.guardian.observe.door.DoorObserver;
import moltbot.guardian.watch.Plan;
import moltbot.guardian.watch.Round;

/// G1 and B3: what control tells of its audit's head, and of how strangers in messengers are met.
final class ControlGroup implements Group {
    private static final Plan AUDIT = new Plan(
            "audit",
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            5,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            false);

    /// The first leases wait for it, so that a door that must not be open is not open for a moment. A control that
    /// starts is asked often, and is no finding for half a minute.
    private static final Plan DOOR = new Plan(
            "door", Duration.ofMillis(250), Duration.ofSeconds(5), 40, Duration.ofSeconds(20), Duration.ZERO, false);

    private final LinkClient control;
    private final List<Round<?>> rounds;

    ControlGroup(Surroundings around, LinkClient control, Own own) {
        this.control = control;
        AuditWatch audit = new AuditWatch(control, own.folder(), own.key(), Clock.systemUTC(), around.nanos());
        DoorObserver door = new DoorObserver(control);
        rounds = List.of(
                new Round<String>(
                        AUDIT, audit::observe, List.of(new AuditHolds()), () -> false, around.board(), around.nanos()),
                new Round<Door>(
                        DOOR,
                        door::observe,
                        List.of(new StrangersAtTheDoor()),
                        () -> false,
                        around.board(),
                        around.nanos()));
    }

    @Override
    public List<Round<?>> withoutHouse() {
        return List.of();
    }

    @Override
    public List<Round<?>> rounds() {
        return rounds;
    }

    @Override
    public void close() {
        control.close();
    }
}
