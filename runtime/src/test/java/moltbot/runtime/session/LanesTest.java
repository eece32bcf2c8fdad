package moltbot.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Lanes under many orders of events, each by its seed.
@Timeout(60)
class LanesTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    private static Turn turn(int session, int number) {
        return new Turn("t" + session + "-" + number, new SessionKey("owner", "s" + session), number, "x", false);
    }

    @Test
    void runsEachConversationInOrderOneAtATimeAndNeverTooManyTogether() throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            runSeed(new Random(seed));
        }
    }

    private static void runSeed(Random random) throws Exception {
        int sessions = random.nextInt(1, 9);
        int most = random.nextInt(1, 5);
        int turns = 60;
        Map<String, List<Long>> order = new ConcurrentHashMap<>();
        Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
        AtomicInteger together = new AtomicInteger();
        AtomicInteger worst = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(turns);
        Lanes lanes = new Lanes(most, running -> {
            Turn turn = running.turn();
            String name = turn.session().name();
            worst.accumulateAndGet(together.incrementAndGet(), Math::max);
            int here = inside.computeIfAbsent(name, _ -> new AtomicInteger()).incrementAndGet();
            worst.accumulateAndGet(here > 1 ? 1_000 : 0, Math::max);
            order.computeIfAbsent(name, _ -> new ArrayList<>()).add(turn.seq());
            LockSupport.parkNanos(20_000);
            inside.get(name).decrementAndGet();
            together.decrementAndGet();
            done.countDown();
        });
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int i = 0; i < turns; i++) {
            int session = random.nextInt(sessions);
            lanes.add(turn(session, numbers.merge(session, 1, Integer::sum)));
            if (random.nextInt(4) == 0) {
                LockSupport.parkNanos(10_000);
            }
        }
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(worst.get()).isLessThanOrEqualTo(most);
        order.values().forEach(seqs -> assertThat(seqs).isSorted().doesNotHaveDuplicates());
        lanes.close();
        assertThat(lanes.running()).isZero();
    }

    @Test
    void letsEveryConversationHaveItsTurn() throws Exception {
        LinkedBlockingQueue<String> order = new LinkedBlockingQueue<>();
        CyclicBarrier gate = new CyclicBarrier(2);
        Lanes lanes = new Lanes(1, running -> {
            order.add(running.turn().session().name());
            await(gate);
        });
        for (int i = 1; i <= 5; i++) {
            lanes.add(turn(0, i));
        }
        lanes.add(turn(1, 1));
        for (int i = 0; i < 6; i++) {
            gate.await(10, TimeUnit.SECONDS);
        }
        assertThat(List.copyOf(order).subList(0, 3)).containsExactly("s0", "s1", "s0");
    }

    private static void await(CyclicBarrier gate) {
        try {
            gate.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void interruptsUntilTheTurnTakesNote() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch swallowed = new CountDownLatch(1);
        Lanes lanes = new Lanes(1, running -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // As a library might, this forgets that it was interrupted.
                swallowed.countDown();
            }
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                running.takeNote();
            }
        });
        lanes.add(turn(0, 1));
        begun.await();
        RunningTurn running = lanes.running(new SessionKey("owner", "s0")).orElseThrow();
        running.stop(RunningTurn.Why.STOPPED);

        assertThat(running.awaitOver(5_000)).isTrue();
        assertThat(swallowed.getCount()).isZero();
    }

    @Test
    void freesALaneFromATurnThatTakesTooLong() throws Exception {
        Lanes lanes = new Lanes(1, running -> {
            try (TurnClock clock = new TurnClock(running, new TurnRunner.Limits(SHORT, SHORT, SHORT))) {
                clock.waitingForPerson(true);
                clock.waitingForPerson(false);
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                running.takeNote();
            }
        });
        lanes.add(turn(0, 1));
        lanes.add(turn(0, 2));
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (lanes.running() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(lanes.running()).isZero();
    }

    @Test
    void leavesATurnBehindThatDoesNotEndWhenItIsToldTo() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        List<String> lost = new ArrayList<>();
        Lanes lanes = new Lanes(1, new Lanes.Runner() {
            @Override
            public void run(RunningTurn running) {
                if (running.turn().seq() > 1) {
                    second.countDown();
                }
                while (running.turn().seq() == 1 && release.getCount() > 0) {
                    // As native code might, this never looks whether it was interrupted.
                    LockSupport.parkNanos(1_000_000);
                }
            }

            @Override
            public void lost(RunningTurn running) {
                lost.add(running.turn().id());
            }
        });
        lanes.add(turn(0, 1));
        lanes.add(turn(0, 2));
        lanes.running(new SessionKey("owner", "s0")).orElseThrow().stop(RunningTurn.Why.TOO_LONG);

        assertThat(second.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(lost).containsExactly("t0-1");
        release.countDown();
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (lanes.running() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(lanes.running()).isZero();
    }
}
