package moltbot.guardian;

import java.time.Duration;
import java.util.List;
import moltbot.contract.link.LinkClient;
import moltbot.guardian.fact.sandbox.CanaryFlight;
import moltbot.guardian.judge.sandbox.CanaryReached;
import moltbot.guardian.observe.sandbox.CanaryObserver;
import moltbot.guardian.watch.Plan;
import moltbot.guardian.watch.Round;

/// B1, B2: what can be reached from inside a sandbox.
final class SandboxGroup implements Group {
    private static final Plan PLAN = new Plan(
            "canaries",
            Duration.ofSeconds(20),
            Duration.ofMinutes(5),
            10,
            Duration.ofMinutes(12),
            Duration.ofMinutes(1),
            false);

    private final LinkClient spawner;
    private final Round<CanaryFlight> round;

    SandboxGroup(Surroundings around, LinkClient spawner) {
        this.spawner = spawner;
        CanaryObserver observer = new CanaryObserver(spawner);
        round = new Round<>(
                PLAN,
                observer::observe,
                List.of(CanaryReached.network(), CanaryReached.machine()),
                observer::changed,
                around.board(),
                around.nanos());
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
        spawner.close();
    }
}
