package moltbot.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void waitsLongerAfterEachShortLifeUpToABound() {
        Backoff backoff = new Backoff();

        assertThat(backoff.afterDeath(Duration.ZERO)).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.afterDeath(Duration.ZERO)).isEqualTo(Duration.ofMillis(200));
        for (int i = 0; i < 20; i++) {
            backoff.afterDeath(Duration.ZERO);
        }
        assertThat(backoff.afterDeath(Duration.ZERO)).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void startsAnewAfterAGoodLife() {
        Backoff backoff = new Backoff();
        for (int i = 0; i < 20; i++) {
            backoff.afterDeath(Duration.ZERO);
        }

        assertThat(backoff.afterDeath(Backoff.GOOD_LIFE)).isEqualTo(Duration.ofMillis(100));
    }
}
