package moltbot.guardian;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.guardian.fact.Listeners;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.judge.Around;
import moltbot.guardian.judge.CoreReachable;
import moltbot.guardian.judge.Declared;
import moltbot.guardian.judge.Squatter;
import moltbot.guardian.judge.UndeclaredListener;
import moltbot.guardian.judge.WideBind;
import moltbot.guardian.observe.ListenerObserver;
import moltbot.guardian.watch.Plan;
import moltbot.guardian.watch.Round;

/// L1, L2, L4, L5, U1: who listens.
final class ListenerGroup implements Group {
    private static final Plan PLAN = new Plan(
            "listeners",
            Duration.ofMillis(250),
            Duration.ofMillis(250),
            1,
            Duration.ofSeconds(2),
            Duration.ZERO,
            false);

    private final ListenerObserver observer;
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();
    private final Round<Listeners> round;

    ListenerGroup(Surroundings around, ListenerObserver observer) {
        this.observer = observer;
        Declared declared = around.settings().declared();
        round = new Round<>(
                PLAN,
                this::observe,
                List.of(
                        new WideBind(declared),
                        new UndeclaredListener(declared),
                        new CoreReachable(),
                        new Squatter(declared),
                        new Around(around.settings().panel())),
                () -> true,
                around.board(),
                around.nanos());
    }

    /// Runs `follower` whenever a listener came or went, on this group's thread: be brief.
    void whenChanged(Runnable follower) {
        followers.add(follower);
    }

    private Observation<Listeners> observe() {
        Listeners before = observer.latest();
        Observation<Listeners> observation = observer.observe();
        if (!observer.latest().equals(before)) {
            followers.forEach(Runnable::run);
        }
        return observation;
    }

    @Override
    public List<Round<?>> rounds() {
        return List.of(round);
    }

    @Override
    public void close() {
        observer.close();
    }
}
