package moltbot.contract.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import org.junit.jupiter.api.Test;

final class GrantVerifierTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final String DIGEST = "cd".repeat(32);

    private final AtomicLong now = new AtomicLong(SECOND);
    private final GrantVerifier verifier = new GrantVerifier(key(0), now::get);

    private static byte[] key(int first) {
        byte[] key = new byte[32];
        for (int i = 0; i < 32; i++) {
            key[i] = (byte) (first + i);
        }
        return key;
    }

    private static Grant grant(String id, long issued, Duration life) {
        return new Grant(id, "c1", "sandbox.run", DIGEST, "policy", issued, life);
    }

    private void assertRefused(String sealed, String effect, String digest) {
        assertThatThrownBy(() -> verifier.use(sealed, effect, digest))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAUTHENTICATED));
    }

    @Test
    void sealsAsTheGoldenVectorSays() {
        assertThat(grant("00112233445566778899aabbccddeeff", SECOND, Grant.MAX_LIFE)
                        .seal(key(0)))
                .isEqualTo("eyJpZCI6IjAwMTEyMjMzNDQ1NTY2Nzc4ODk5YWFiYmNjZGRlZWZmIiwiY2FsbCI6ImMxIiwiZWZmZWN0Ijoic2FuZG"
                        + "JveC5ydW4iLCJlZmZlY3REaWdlc3QiOiJjZGNkY2RjZGNkY2RjZGNkY2RjZGNkY2RjZGNkY2RjZGNkY2RjZGNkY2Rj"
                        + "ZGNkY2RjZGNkY2RjZGNkY2RjZGNkIiwiZGVjaWRlZEJ5IjoicG9saWN5IiwiaXNzdWVkTmFub3MiOjEwMDAwMDAwMD"
                        + "AsImxpZmVNaWxsaXMiOjYwMDAwfQ.dWNjd9XHFFu6tu75JPVXE6E-k-jCLF0m6xgpKY4RN4c");
    }

    @Test
    void carriesAGrantForTheNextCompartmentThatNobodyCanExchange() {
        Grant whole = new Grant("g", "c1", "sandbox.run", DIGEST, "policy", SECOND, Grant.MAX_LIFE, "onward.sealed");
        Grant other = new Grant("g", "c1", "sandbox.run", DIGEST, "policy", SECOND, Grant.MAX_LIFE, "other.sealed");
        String sealed = whole.seal(key(0));
        String exchanged = other.seal(key(1)).split("\\.", 2)[0] + "." + sealed.split("\\.", 2)[1];

        assertRefused(exchanged, "sandbox.run", DIGEST);
        assertThat(verifier.use(sealed, "sandbox.run", DIGEST).onward()).isEqualTo("onward.sealed");
    }

    @Test
    void isGoodOnceForItsEffect() {
        String sealed = grant("g", SECOND, Grant.MAX_LIFE).seal(key(0));

        VerifiedGrant verified = verifier.use(sealed, "sandbox.run", DIGEST);
        assertThat(verified.call()).isEqualTo("c1");
        assertThat(verified.effectDigest()).isEqualTo(DIGEST);
        assertThat(verified.decidedBy()).isEqualTo("policy");
        assertRefused(sealed, "sandbox.run", DIGEST);
        now.addAndGet(60 * SECOND);
        assertRefused(sealed, "sandbox.run", DIGEST);
    }

    /// The clock goes on between the look at the age and the look at what is remembered.
    @Test
    void isGoodOnceEvenWhenItsLifeEndsWhileItIsJudged() {
        GrantVerifier ticking = new GrantVerifier(key(0), () -> now.getAndIncrement());
        String sealed = grant("g", SECOND, Grant.MAX_LIFE).seal(key(0));
        ticking.use(sealed, "sandbox.run", DIGEST);
        for (long at = -4; at <= 4; at++) {
            now.set(SECOND + Grant.MAX_LIFE.toNanos() + at);
            assertThatThrownBy(() -> ticking.use(sealed, "sandbox.run", DIGEST)).isInstanceOf(ContractException.class);
        }
    }

    @Test
    void refusesAnotherEffectDigestOrKey() {
        String sealed = grant("g", SECOND, Grant.MAX_LIFE).seal(key(0));

        assertRefused(sealed, "workspace.write", DIGEST);
        assertRefused(sealed, "sandbox.run", "cd".repeat(31) + "ce");
        assertRefused(grant("g", SECOND, Grant.MAX_LIFE).seal(key(1)), "sandbox.run", DIGEST);
        assertThat(verifier.use(sealed, "sandbox.run", DIGEST).call())
                .as("what was refused is not used up")
                .isEqualTo("c1");
    }

    @Test
    void runsOut() {
        now.set(100 * SECOND);
        assertRefused(grant("a", 95 * SECOND - 1, Duration.ofSeconds(5)).seal(key(0)), "sandbox.run", DIGEST);
        assertRefused(grant("b", 161 * SECOND, Duration.ofSeconds(5)).seal(key(0)), "sandbox.run", DIGEST);
        assertThat(verifier.use(grant("c", 95 * SECOND, Duration.ofSeconds(5)).seal(key(0)), "sandbox.run", DIGEST)
                        .call())
                .isEqualTo("c1");
    }

    @Test
    void refusesALifeThatIsTooLongOrLessThanNothing() {
        for (Duration life : new Duration[] {
            Grant.MAX_LIFE.plusMillis(1),
            Duration.ofMillis(-1),
            Duration.ofMillis(Long.MAX_VALUE),
            Duration.ofMillis(Long.MIN_VALUE)
        }) {
            assertRefused(grant("a", SECOND, life).seal(key(0)), "sandbox.run", DIGEST);
        }
    }
}
