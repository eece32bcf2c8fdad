package moltbot.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// In virtual time.
class ProviderHealthTest {
    private long now;
    private final ProviderHealth health = new ProviderHealth(() -> now);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(health.admits()).isTrue();
            health.failed();
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void restsAfterFailuresInARowAndLongerEachTime() {
        fail(ProviderHealth.FAILURES);

        assertThat(health.admits()).isFalse();
        assertThat(health.rest()).isEqualTo(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(10));
        fail(1);
        assertThat(health.rest()).isEqualTo(Duration.ofSeconds(20));
        for (int i = 0; i < 20; i++) {
            pass(health.rest());
            fail(1);
        }
        assertThat(health.rest()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void letsOneQuestionAtATimeFindOutWhetherItIsBack() {
        fail(ProviderHealth.FAILURES);
        pass(Duration.ofSeconds(10));

        assertThat(health.admits()).isTrue();
        assertThat(health.admits()).isFalse();
        health.worked();
        assertThat(health.admits()).isTrue();
        assertThat(health.admits()).isTrue();
    }

    @Test
    void isNotStuckWhenThatQuestionComesToNothing() {
        fail(ProviderHealth.FAILURES);
        pass(Duration.ofSeconds(10));

        assertThat(health.admits()).isTrue();
        health.undecided();
        assertThat(health.admits()).isTrue();
    }

    @Test
    void forgetsFailuresOnceItWorked() {
        fail(ProviderHealth.FAILURES - 1);
        assertThat(health.admits()).isTrue();
        health.worked();
        fail(ProviderHealth.FAILURES - 1);

        assertThat(health.admits()).isTrue();
    }

    @Test
    void isLeftAloneForAsLongAsItAsksButNotForDays() {
        health.restFor(Duration.ofSeconds(30));
        assertThat(health.admits()).isFalse();
        health.restFor(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(29));
        assertThat(health.admits()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(health.admits()).isTrue();

        health.restFor(Duration.ofDays(30));
        assertThat(health.rest()).isEqualTo(Duration.ofHours(1));
    }
}
