package moltbot.spawner.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// When a tier is tried, and that no try is left behind.
final class AvailabilityTest {
    /// A tier whose trial goes on until it is let go.
    private static final class Slow implements Tier {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch letGo = new CountDownLatch(1);
        private final AtomicInteger ended = new AtomicInteger();

        @Override
        public String name() {
            return "slow";
        }

        @Override
        public String browser() {
            return "";
        }

        @Override
        public Optional<String> problem() throws InterruptedException {
            begun.countDown();
            letGo.await();
            ended.incrementAndGet();
            return Optional.of("It does not work.");
        }

        @Override
        public TaskEnd run(AuthorizedTask task, TaskInput input, TaskOutput output, Stop stop) {
            throw new AssertionError("Nothing is run here.");
        }
    }

    private final Slow tier = new Slow();
    private final Availability availability = new Availability(Optional.of(tier));

    @Test
    void isClosedOnceNoTryIsUnderWay() throws Exception {
        availability.look();
        assertThat(tier.begun.await(10, TimeUnit.SECONDS)).isTrue();
        Thread closing = Thread.ofPlatform().start(availability::close);
        while (closing.getState() != Thread.State.TIMED_WAITING && closing.isAlive()) {
            Thread.onSpinWait();
        }
        assertThat(closing.isAlive()).as("it waits").isTrue();
        tier.letGo.countDown();
        closing.join();

        assertThat(tier.ended).hasValue(1);
        availability.look();
        assertThat(tier.ended).as("no further try").hasValue(1);
    }

    @Test
    void waitsForNoTryThatHangs() throws Exception {
        availability.look();
        assertThat(tier.begun.await(10, TimeUnit.SECONDS)).isTrue();

        availability.close();

        assertThat(tier.ended).hasValue(0);
        tier.letGo.countDown();
    }
}
