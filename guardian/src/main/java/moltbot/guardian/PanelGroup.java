package moltbot.guardian;

import java.time.Duration;
import java.util.List;
import moltbot.guardian.fact.Probe;
import moltbot.guardian.judge.Unauthenticated;
import moltbot.guardian.observe.Observers;
import moltbot.guardian.observe.ProbeObserver;
import moltbot.guardian.watch.Plan;
import moltbot.guardian.watch.Round;

/// H1: what a stranger gets who asks our own listeners.
final class PanelGroup implements Group {
    private static final Plan PLAN =
            Plan.of("probes", Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(45));

    private final ProbeObserver observer;
    private final Round<List<Probe>> round;

    PanelGroup(Surroundings around) {
        observer = Observers.probes(around.settings().declared().endpoints(), around.listeners());
        round = new Round<>(
                PLAN,
                observer::observe,
                List.of(new Unauthenticated()),
                observer::changed,
                around.board(),
                around.nanos());
    }

    /// Where our own listeners changed, there may be another place to ask.
    void listenersChanged() {
        if (observer.changed()) {
            round.poke();
        }
    }

    @Override
    public List<Round<?>> rounds() {
        return List.of(round);
    }
}
