package moltbot.guardian.watch;

import java.time.Duration;
import java.util.List;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// A real round of one check, whose looks begin and see what a simulation says.
public final class SimulatedRound {
    private final Round<Boolean> round;
    private long started;
    private Observation<Boolean> sight = new Observation.Unobservable<>("nothing yet");

    /// @param bound      how old a result may be
    /// @param whenBlind  what follows from seeing nothing
    public SimulatedRound(String check, int blindLooks, Duration bound, Finding.Action whenBlind, Board board) {
        Plan plan =
                new Plan(check, Duration.ofSeconds(1), Duration.ofSeconds(1), blindLooks, bound, Duration.ZERO, false);
        this.round =
                new Round<>(plan, () -> sight, List.of(new Check(check, whenBlind)), () -> false, board, () -> started);
    }

    private record Check(String id, Finding.Action whenBlind) implements Rule<Boolean> {
        @Override
        public List<Finding> judge(Boolean wrong) {
            return wrong ? List.of(Finding.exposure(id, "it", "It is so.", "seen")) : List.of();
        }
    }

    /// One look, over now.
    ///
    /// @param saw  `well`, `wrong` or `nothing`
    public void look(long startedNanos, String saw) {
        started = startedNanos;
        sight = saw.equals("nothing")
                ? new Observation.Unobservable<>("dark")
                : new Observation.Seen<>(saw.equals("wrong"));
        try {
            round.look();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
