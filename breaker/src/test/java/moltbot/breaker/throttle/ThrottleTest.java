package moltbot.breaker.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.breaker.exchange.Household;
import org.junit.jupiter.api.Test;

final class ThrottleTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7);
    private final Throttle throttle = new Throttle(5, Duration.ofSeconds(30), Duration.ofMinutes(15), nanos::get);

    /// How many tries a guesser that never rests gets in a time.
    private int triesIn(Duration time) {
        int tries = 0;
        for (Duration past = Duration.ZERO; past.compareTo(time) < 0; past = past.plusSeconds(1)) {
            while (throttle.wait("guesser").isZero()) {
                throttle.count("guesser");
                tries++;
            }
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        return tries;
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        for (int i = 0; i < 5; i++) {
            assertThat(throttle.wait("guesser")).isZero();
            throttle.count("guesser");
        }
        assertThat(throttle.wait("guesser")).isEqualTo(Duration.ofSeconds(30));
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        throttle.count("guesser");
        assertThat(throttle.wait("guesser")).isEqualTo(Duration.ofMinutes(1));
        assertThat(throttle.wait("another")).isZero();
        throttle.forgive("guesser");
        assertThat(throttle.wait("guesser")).isZero();
    }

    @Test
    void waitingDoesNotGiveBackAllTries() {
        assertThat(triesIn(Duration.ofHours(1))).isLessThan(16);
        assertThat(triesIn(Duration.ofHours(23))).isLessThan(23 * 8);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(triesIn(Duration.ofSeconds(1))).as("an hour's rest").isLessThan(5);
        nanos.addAndGet(Duration.ofHours(12).toNanos());
        assertThat(triesIn(Duration.ofSeconds(1))).as("a night's rest").isEqualTo(5);
    }

    @Test
    void oneHouseholdIsOneGuesser() {
        String household = Household.of(InetAddress.ofLiteral("2001:db8:1:2::1"));
        assertThat(Household.of(InetAddress.ofLiteral("2001:db8:1:2:ffff::7"))).isEqualTo(household);
        assertThat(Household.of(InetAddress.ofLiteral("2001:db8:1:3::1"))).isNotEqualTo(household);
        assertThat(Household.of(InetAddress.ofLiteral("127.0.0.1")))
                .isEqualTo(Household.of(InetAddress.ofLiteral("::1")));
        assertThat(Household.of(InetAddress.ofLiteral("192.0.2.1")))
                .isEqualTo(Household.of(InetAddress.ofLiteral("::ffff:192.0.2.1")))
                .isNotEqualTo(Household.of(InetAddress.ofLiteral("192.0.2.2")));
    }
}
