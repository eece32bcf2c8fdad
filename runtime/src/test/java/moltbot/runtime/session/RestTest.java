package moltbot.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Turns that rest until a person has written: without a place, in front of what waits behind them, and not for ever.
@Timeout(60)
class RestTest {
    private final LinkedBlockingQueue<String> order = new LinkedBlockingQueue<>();
    private final CopyOnWriteArrayList<String> ended = new CopyOnWriteArrayList<>();
    /// Until when the turn of that name rests when it runs next.
    private final Map<String, Long> rests = new ConcurrentHashMap<>();

    private final Lanes lanes = new Lanes(1, running -> {
        String name = running.turn().id();
        order.add(name);
        if (running.stopping()) {
            ended.add(name);
            return;
        }
        Long until = rests.remove(name);
        if (until != null) {
            running.rest(until);
        }
    });

    private static Turn turn(String session, int number) {
        return new Turn(session + number, new SessionKey("owner", session), number, "", false);
    }

    private String next() throws InterruptedException {
        return String.valueOf(order.poll(10, TimeUnit.SECONDS));
    }

    private void quiet() {
        while (lanes.running() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aTurnThatRestsKeepsNobodyWaiting() throws Exception {
        for (int i = 0; i < 20; i++) {
            rests.put("asks" + i + "1", Long.MAX_VALUE);
            lanes.add(turn("asks" + i, 1));
            assertThat(next()).isEqualTo("asks" + i + "1");
        }
        quiet();
        lanes.add(turn("other", 1));
        assertThat(next()).isEqualTo("other1");
        lanes.close();
    }

    @Test
    void goesOnBeforeWhatIsWrittenMeanwhile() throws Exception {
        rests.put("a1", Long.MAX_VALUE);
        lanes.add(turn("a", 1));
        assertThat(next()).isEqualTo("a1");
        quiet();
        lanes.add(turn("a", 2));
        assertThat(List.of(next(), next())).containsExactly("a1", "a2");
        lanes.close();
    }

    @Test
    void isEndedWhateverElseRuns() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        Lanes one = new Lanes(1, running -> {
            String name = running.turn().id();
            if (running.stopping()) {
                ended.add(name);
            } else if (name.equals("a1")) {
                running.rest(Long.MAX_VALUE);
            } else {
                busy.countDown();
                await(goOn);
            }
        });
        one.add(turn("a", 1));
        while (one.running() > 0) {
            Thread.onSpinWait();
        }
        one.add(turn("b", 1));
        busy.await();
        RunningTurn last = one.endResting(new SessionKey("owner", "a"), RunningTurn.Why.STOPPED)
                .orElseThrow();
        assertThat(last.awaitOver(5_000)).isTrue();
        assertThat(ended).containsExactly("a1");
        assertThat(one.endResting(new SessionKey("owner", "a"), RunningTurn.Why.STOPPED))
                .isEmpty();
        goOn.countDown();
        one.close();
        assertThat(one.running()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void goesOnByItselfWhenItsTimeIsOver() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochMilli(1_000));
        try (Expiry expiry = new Expiry(lanes::wakeDue, now::get, Duration.ofMillis(20))) {
            rests.put("a1", 5_000L);
            lanes.add(turn("a", 1));
            assertThat(next()).isEqualTo("a1");
            quiet();
            expiry.start();
            assertThat(order.poll(100, TimeUnit.MILLISECONDS)).isNull();
            now.set(Instant.ofEpochMilli(5_000));
            assertThat(next()).isEqualTo("a1");
        }
        lanes.close();
    }
}
