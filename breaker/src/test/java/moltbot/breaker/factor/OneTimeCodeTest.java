package moltbot.breaker.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.breaker.factor.OneTimeCode.Verdict;
import org.junit.jupiter.api.Test;

final class OneTimeCodeTest {
    private final AtomicLong nanos = new AtomicLong();
    private final OneTimeCode code = new OneTimeCode(new SecureRandom(), nanos::get);

    @Test
    void hasTwelveLettersThatCannotBeConfused() {
        assertThat(code.issue()).matches("[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}");
    }

    @Test
    void isReadWithOrWithoutDashesAndInSmallLetters() {
        String text = code.issue();
        assertThat(code.judge(text.toLowerCase(Locale.ROOT).replace("-", " "))).isEqualTo(Verdict.RIGHT);
    }

    @Test
    void endsAfterFifteenMinutes() {
        String text = code.issue();
        nanos.addAndGet(Duration.ofMinutes(15).toNanos());
        assertThat(code.judge(text)).isEqualTo(Verdict.RIGHT);
        nanos.incrementAndGet();
        assertThat(code.judge(text)).isEqualTo(Verdict.VOID);
    }

    @Test
    void outlivesManyGuessersAndNotEveryone() {
        String text = code.issue();
        assertThat(OneTimeCode.TRIES).isEqualTo(100_000);
        for (int i = 0; i < OneTimeCode.TRIES - 1; i++) {
            assertThat(code.judge("wrong")).isEqualTo(Verdict.WRONG);
        }
        assertThat(code.judge("wrong")).isEqualTo(Verdict.VOID);
        assertThat(code.judge(text)).isEqualTo(Verdict.VOID);
    }

    @Test
    void endsWithItsUseAndWithTheNext() {
        String first = code.issue();
        String second = code.issue();
        assertThat(code.judge(first)).isEqualTo(Verdict.WRONG);
        assertThat(code.judge(second)).isEqualTo(Verdict.RIGHT);
        code.spend();
        assertThat(code.judge(second)).isEqualTo(Verdict.VOID);
    }
}
