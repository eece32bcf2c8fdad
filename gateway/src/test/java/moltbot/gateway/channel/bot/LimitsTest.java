package moltbot.gateway.channel.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// How long a messenger is left alone.
class LimitsTest {
    private final AtomicLong now = new AtomicLong(-5_000_000_000L);
    private final Limits limits = new Limits(now::get);

    private void goOn(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void waitsWithOneOfThemOrWithAll() {
        assertThat(limits.pause("anna")).isZero();
        assertThat(limits.close("anna", Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(30));
        goOn(Duration.ofSeconds(10));
        assertThat(limits.pause("anna")).isEqualTo(Duration.ofSeconds(20));
        assertThat(limits.pause("bert")).isZero();

        limits.close(Limits.ALL, Duration.ofSeconds(60));
        assertThat(limits.pause("bert")).isEqualTo(Duration.ofSeconds(60));
        goOn(Duration.ofSeconds(61));
        assertThat(limits.pause("anna")).isZero();
    }

    @Test
    void believesNoPauseThatIsAbsurd() {
        assertThat(limits.close("anna", Duration.ofDays(400))).isEqualTo(Duration.ofHours(1));
        assertThat(limits.close("bert", Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
        assertThat(limits.close("carl", Duration.ofSeconds(-5))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void forgetsThoseOfTheLongestAgoWhereThereAreTooMany() {
        for (int i = 0; i < 1_001; i++) {
            limits.close("person " + i, Duration.ofSeconds(30));
        }
        assertThat(limits.pause("person 0")).isZero();
        assertThat(limits.pause("person 1000")).isEqualTo(Duration.ofSeconds(30));
    }
}
