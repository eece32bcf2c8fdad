package moltbot.contract.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.seal.OnceOnly;
import org.junit.jupiter.api.Test;

final class AssertionVerifierTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final AtomicLong now = new AtomicLong(SECOND);
    private final AssertionVerifier verifier = new AssertionVerifier(key(0), now::get);

    private static byte[] key(int first) {
        byte[] key = new byte[32];
        for (int i = 0; i < 32; i++) {
            key[i] = (byte) (first + i);
        }
        return key;
    }

    private static Assertion assertion(String nonce, long epoch, long issued) {
        return new Assertion("owner", "s1", epoch, "GET", "/api/sessions?after=1", nonce, issued, 12);
    }

    private void assertRefused(String sealed, String method, String target) {
        assertThatThrownBy(() -> verifier.verify(sealed, method, target))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAUTHENTICATED));
    }

    private void assertRefused(Assertion assertion) {
        assertRefused(assertion.seal(key(0)), "GET", "/api/sessions?after=1");
    }

    private VerifiedAssertion verify(Assertion assertion) {
        return verifier.verify(assertion.seal(key(0)), "GET", "/api/sessions?after=1");
    }

    @Test
    void sealsAsTheGoldenVectorSays() {
        assertThat(assertion("00112233445566778899aabbccddeeff", 7, SECOND).seal(key(0)))
                .isEqualTo("eyJwcmluY2lwYWwiOiJvd25lciIsInNlc3Npb24iOiJzMSIsImVwb2NoIjo3LCJtZXRob2QiOiJHRVQiLCJ0YX"
                        + "JnZXQiOiIvYXBpL3Nlc3Npb25zP2FmdGVyPTEiLCJub25jZSI6IjAwMTEyMjMzNDQ1NTY2Nzc4ODk5YWFiYmNj"
                        + "ZGRlZWZmIiwiaXNzdWVkTmFub3MiOjEwMDAwMDAwMDAsInByb3ZlZFNlY29uZHNBZ28iOjEyfQ.D7aFtdSSiB5"
                        + "u92gD5XrHdg-wSTQSzZw3GoU1YJVLUUc");
    }

    @Test
    void acceptsWhatTheBreakerLetThrough() {
        VerifiedAssertion verified = verify(assertion("n", 7, SECOND));

        assertThat(verified.principal()).isEqualTo("owner");
        assertThat(verified.session()).isEqualTo("s1");
        assertThat(verified.epoch()).isEqualTo(7);
        assertThat(verified.method()).isEqualTo("GET");
        assertThat(verified.target()).isEqualTo("/api/sessions?after=1");
        assertThat(verified.provedSecondsAgo()).isEqualTo(12);
    }

    @Test
    void aProofCountsForFiveMinutes() {
        assertThat(proved(299).provedLately()).isTrue();
        assertThat(proved(300).provedLately()).isTrue();
        assertThat(proved(301).provedLately()).isFalse();
        assertThat(proved(-1).provedLately()).isFalse();
        assertThat(proved(Assertion.NEVER_PROVED).provedLately()).isFalse();
    }

    private VerifiedAssertion proved(long secondsAgo) {
        Assertion claim = new Assertion("owner", "s1", 7, "GET", "/", "n" + secondsAgo, SECOND, secondsAgo);
        return verifier.verify(claim.seal(key(0)), "GET", "/");
    }

    @Test
    void refusesAReplay() {
        verify(assertion("n", 7, SECOND));
        assertRefused(assertion("n", 7, SECOND));
        now.addAndGet(9 * SECOND);
        assertRefused(assertion("n", 7, SECOND));
    }

    @Test
    void refusesAnotherMethodTargetOrKey() {
        String sealed = assertion("n", 7, SECOND).seal(key(0));
        assertRefused(sealed, "POST", "/api/sessions?after=1");
        assertRefused(sealed, "get", "/api/sessions?after=1");
        assertRefused(sealed, "GET", "/api/sessions");
        assertRefused(sealed, "GET", "/api/sessions?after=1&");
        assertRefused(assertion("n", 7, SECOND).seal(key(1)), "GET", "/api/sessions?after=1");
        assertThat(verify(assertion("n", 7, SECOND)).principal()).isEqualTo("owner");
    }

    @Test
    void refusesWhatIsTooOldOrFromTheFuture() {
        now.set(100 * SECOND);
        assertRefused(assertion("a", 7, 90 * SECOND - 1));
        assertRefused(assertion("b", 7, 110 * SECOND + 1));
        assertThat(verify(assertion("c", 7, 90 * SECOND)).epoch()).isEqualTo(7);
    }

    @Test
    void refusesAnEpochThatHasEnded() {
        verify(assertion("a", 7, SECOND));
        verify(assertion("b", 8, SECOND));
        assertRefused(assertion("c", 7, SECOND));
        verifier.ended(9);
        assertRefused(assertion("d", 8, SECOND));
        assertThat(verify(assertion("e", 9, SECOND)).epoch()).isEqualTo(9);
    }

    @Test
    void keepsServingWhenFlooded() {
        for (int i = 0; i < OnceOnly.MAX_REMEMBERED + 1_000; i++) {
            now.incrementAndGet();
            verify(assertion("n" + i, 7, now.get()));
        }
        assertRefused(assertion("n0", 7, SECOND + 1));
        assertRefused(assertion("n" + OnceOnly.MAX_REMEMBERED, 7, SECOND + 1 + OnceOnly.MAX_REMEMBERED));
    }
}
