package moltbot.guardian;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import moltbot.contract.link.LinkClient;
import moltbot.guardian.audit.AuditHolds;
import moltbot.guardian.audit.AuditWatch;
import moltbot.guardian.watch.Plan;
import moltbot.guardian.watch.Round;

/// G1: the audit's head.
final class AuditGroup implements Group {
    private static final Plan PLAN = new Plan(
            "audit",
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            5,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            false);

    private final LinkClient control;
    private final Round<String> round;

    AuditGroup(Surroundings around, LinkClient control, Own own) {
        this.control = control;
        AuditWatch watch = new AuditWatch(control, own.folder(), own.key(), Clock.systemUTC(), around.nanos());
        round = new Round<>(
                PLAN, watch::observe, List.of(new AuditHolds()), () -> false, around.board(), around.nanos());
    }

    @Override
    public List<Round<?>> withoutHouse() {
        return List.of();
    }

    @Override
    public List<Round<?>> rounds() {
        return List.of(round);
    }

    @Override
    public void close() {
        control.close();
    }
}
