package moltbot.guardian.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import moltbot.guardian.Await;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;
import org.junit.jupiter.api.Test;

class RoundTest {
    private static final Duration BOUND = Duration.ofSeconds(2);

    private final List<String> told = new ArrayList<>();
    private final Deque<Observation<List<String>>> sights = new ArrayDeque<>();
    private long now = 1_000;
    private final Board board = new Board(() -> now, new Told());

    @Test
    void findsAndEndsOnce() throws Exception {
        Round<List<String>> round = round(1, false);
        see("a");
        see("a", "b");
        see();
        for (int i = 0; i < 3; i++) {
            round.look();
        }
        assertThat(told).containsExactly("began a", "swept", "began b", "swept", "ended a", "ended b", "swept");
    }

    @Test
    void oneFailedLookGivesNoResultAndTheSecondIsAFinding() throws Exception {
        Round<List<String>> round = round(2, false);
        see();
        round.look();
        sights.add(new Observation.Unobservable<>("dark"));
        now += Duration.ofSeconds(3).toNanos();
        round.look();
        assertThat(board.sweep()).isEmpty();
        assertThat(board.mustTrip()).isEmpty();
        sights.add(new Observation.Unobservable<>("dark"));
        round.look();
        assertThat(board.mustTrip()).extracting(Finding::evidence).containsExactly("dark");
    }

    @Test
    void silenceOfAProbeBlocksButDoesNotLatch() throws Exception {
        Round<List<String>> round = new Round<>(
                plan(2, false),
                sights::removeFirst,
                List.of(new Any(Finding.Action.HOLD)),
                () -> false,
                board,
                () -> now);
        sights.add(new Observation.Unobservable<>("no answer"));
        round.look();
        sights.add(new Observation.Unobservable<>("no answer"));
        round.look();
        assertThat(board.mustTrip()).isEmpty();
        assertThat(board.sweep().orElseThrow().clear()).isFalse();
        see();
        round.look();
        assertThat(board.sweep().orElseThrow().clear()).isTrue();
    }

    @Test
    void whatTakesLongIsMissingOnlyForItsGrace() throws Exception {
        Round<List<String>> quick = round(1, false);
        Plan slow =
                new Plan("slow", Duration.ofSeconds(1), Duration.ofSeconds(1), 1, BOUND, Duration.ofSeconds(30), false);
        Round<List<String>> late =
                new Round<>(slow, sights::removeFirst, List.of(new Late()), () -> false, board, () -> now);
        see();
        quick.look();
        assertThat(board.sweep()).isPresent();
        now += Duration.ofSeconds(31).toNanos();
        see();
        quick.look();
        assertThat(board.objection()).contains("L");
        see();
        late.look();
        assertThat(board.sweep()).isPresent();
    }

    private static final class Late implements Rule<List<String>> {
        @Override
        public String id() {
            return "L3";
        }

        @Override
        public List<Finding> judge(List<String> fact) {
            return List.of();
        }
    }

    @Test
    void aListenerThatCannotBeSeenIsAFindingAtOnce() throws Exception {
        Round<List<String>> round = round(1, false);
        sights.add(new Observation.Unobservable<>("dark"));
        round.look();
        assertThat(board.mustTrip()).hasSize(1);
    }

    @Test
    void whatWasSeenOfAPartCountsThoughTheRestWasNot() throws Exception {
        Round<List<String>> round = round(2, false);
        sights.add(new Observation.Partial<>(List.of("a"), "dark"));
        round.look();
        assertThat(board.mustTrip()).extracting(Finding::subject).containsExactly("a");
    }

    @Test
    void whatMayBeAMomentsWorkIsLookedAtTwice() throws Exception {
        Round<List<String>> round = round(1, true);
        see("passing", "staying");
        see("staying", "new");
        round.look();
        assertThat(board.mustTrip()).extracting(Finding::subject).containsExactly("staying");
    }

    @Test
    void anObserverThatFailsUnexpectedlyIsUnobservable() throws Exception {
        Round<List<String>> round = new Round<>(
                plan(1, false),
                () -> {
                    throw new IllegalStateException("bug");
                },
                List.of(new Any()),
                () -> false,
                board,
                () -> now);
        round.look();
        assertThat(board.mustTrip()).hasSize(1);
    }

    @Test
    void thereIsNoSweepOfResultsThatAreTooOldOrFromBeforeAFreshStart() throws Exception {
        Round<List<String>> round = round(1, false);
        assertThat(board.sweep()).isEmpty();
        see();
        round.look();
        assertThat(board.sweep()).isPresent();
        now += BOUND.toNanos();
        assertThat(board.sweep()).isPresent();
        now++;
        assertThat(board.sweep()).isEmpty();
        assertThat(board.objection()).contains("too long");
        see();
        round.look();
        now++;
        board.demandFresh();
        assertThat(board.sweep()).isEmpty();
        assertThat(board.objection()).contains("not finished");
    }

    @Test
    void aHungObserverStopsBeingFreshByItself() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        Board real = new Board(System::nanoTime, new Told());
        boolean[] hung = {false};
        try (Round<List<String>> round = new Round<>(
                new Plan(
                        "hang",
                        Duration.ofMillis(20),
                        Duration.ofMillis(20),
                        1,
                        Duration.ofMillis(300),
                        Duration.ZERO,
                        false),
                () -> {
                    if (hung[0]) {
                        awaitUninterruptibly(hang);
                    }
                    return new Observation.Seen<>(List.of());
                },
                List.of(new Any()),
                () -> true,
                real,
                System::nanoTime)) {
            round.start();
            Await.until("a sweep", Duration.ofSeconds(5), () -> real.sweep().isPresent());
            hung[0] = true;
            Await.until("no sweep", Duration.ofSeconds(5), () -> real.sweep().isEmpty());
            Await.stays("no sweep", Duration.ofMillis(300), () -> real.sweep().isEmpty());
            hung[0] = false;
            hang.countDown();
            Await.until(
                    "a sweep again", Duration.ofSeconds(5), () -> real.sweep().isPresent());
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void see(String... findings) {
        sights.add(new Observation.Seen<>(List.of(findings)));
    }

    private Round<List<String>> round(int blindLooks, boolean confirm) {
        return new Round<>(
                plan(blindLooks, confirm), sights::removeFirst, List.of(new Any()), () -> false, board, () -> now);
    }

    private static Plan plan(int blindLooks, boolean confirm) {
        return new Plan(
                "test", Duration.ofSeconds(1), Duration.ofSeconds(1), blindLooks, BOUND, Duration.ZERO, confirm);
    }

    /// Finds whatever is there.
    ///
    /// @param whenBlind  what follows from not seeing
    private record Any(Finding.Action whenBlind) implements Rule<List<String>> {
        Any() {
            this(Finding.Action.TRIP);
        }

        @Override
        public String id() {
            return "T1";
        }

        @Override
        public List<Finding> judge(List<String> fact) {
            List<Finding> findings = new ArrayList<>();
            for (String subject : fact) {
                findings.add(Finding.trip("T1", subject, "There is something.", subject));
            }
            return findings;
        }
    }

    private final class Told implements Alarm {
        @Override
        public void began(Finding finding) {
            told.add("began " + finding.subject());
        }

        @Override
        public void ended(Finding finding) {
            told.add("ended " + finding.subject());
        }

        @Override
        public void swept() {
            told.add("swept");
        }
    }
}
