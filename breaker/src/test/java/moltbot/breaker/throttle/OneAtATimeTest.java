package moltbot.breaker.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class OneAtATimeTest {
    @Test
    void letsFourWaitAndSendsTheRestAway() throws InterruptedException {
        OneAtATime turns = new OneAtATime(4);
        assertThat(turns.enter()).isTrue();
        AtomicInteger refused = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(6);
        CountDownLatch sentAway = new CountDownLatch(2);
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(Thread.ofVirtual().start(() -> {
                try {
                    if (turns.enter()) {
                        turns.leave();
                    } else {
                        refused.incrementAndGet();
                        sentAway.countDown();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                done.countDown();
            }));
        }
        assertThat(sentAway.await(10, TimeUnit.SECONDS)).isTrue();
        turns.leave();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(refused).hasValue(2);
        for (Thread thread : all) {
            thread.join();
        }
    }
}
