package moltbot.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The time of a part of a turn.
@Timeout(60)
class PartClockTest {
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private PartClock limit(Duration most) {
        return new PartClock(Thread.currentThread(), most, timer);
    }

    @Test
    void interruptsUntilItIsClosedAndLeavesNothingBehind() {
        PartClock clock = limit(Duration.ofMillis(1));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> new CountDownLatch(1).await()).isInstanceOf(InterruptedException.class);
        }
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
        clock.close();

        assertThat(clock.isOver()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void doesNotCountWaitsForAPerson() throws InterruptedException, ExecutionException {
        try (PartClock clock = limit(Duration.ofHours(1))) {
            clock.waitingForPerson(true);
            clock.waitingForPerson(false);
            assertThat(clock.isOver()).isFalse();
        }
        PartClock waits = limit(Duration.ofMillis(100));
        waits.waitingForPerson(true);
        // It would interrupt this wait.
        timer.schedule(() -> true, 300, TimeUnit.MILLISECONDS).get();
        assertThat(waits.isOver()).isFalse();
        waits.waitingForPerson(false);
        assertThatThrownBy(() -> new CountDownLatch(1).await()).isInstanceOf(InterruptedException.class);
        waits.close();
        assertThat(waits.isOver()).isTrue();
    }
}
