package moltbot.breaker.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class TotpTest {
    /// The seed of RFC 6238, appendix B.
    private static final String SEED = Base32.encode("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

    @Test
    void agreesWithTheVectorsOfRfc6238() {
        Map.of(
                        59L,
                        "287082",
                        1111111109L,
                        "081804",
                        1111111111L,
                        "050471",
                        1234567890L,
                        "005924",
                        2000000000L,
                        "279037")
                .forEach((second, code) -> assertThat(Totp.at(SEED, second)).isEqualTo(code));
        assertThat(Totp.at(SEED, 20000000000L)).isEqualTo("353130");
    }

    @Test
    void agreesWithTheVectorsOfRfc4648() {
        assertThat(Base32.encode("foobar".getBytes(StandardCharsets.US_ASCII))).isEqualTo("MZXW6YTBOI");
        assertThat(Base32.encode("fo".getBytes(StandardCharsets.US_ASCII))).isEqualTo("MZXQ");
        assertThat(Base32.decode("MZXW6YTBOI")).isEqualTo("foobar".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> Base32.decode("mzxw6")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesTheStepsBesideAndNoOthers() {
        long now = 1_800_000_000L;
        long step = now / 30;
        for (int off = -1; off <= 1; off++) {
            assertThat(Totp.accept(SEED, Totp.at(SEED, now + off * 30L), now, 0))
                    .hasValue(step + off);
        }
        assertThat(Totp.accept(SEED, Totp.at(SEED, now - 60), now, 0)).isEmpty();
        assertThat(Totp.accept(SEED, Totp.at(SEED, now + 60), now, 0)).isEmpty();
        assertThat(Totp.accept(SEED, "", now, 0)).isEmpty();
    }

    @Test
    void takesACodeOnceAndNoneOfBefore() {
        long now = 1_800_000_000L;
        String code = Totp.at(SEED, now);
        OptionalLong used = Totp.accept(SEED, code, now, 0);
        assertThat(Totp.accept(SEED, code, now + 10, used.orElseThrow())).isEmpty();
        assertThat(Totp.accept(SEED, Totp.at(SEED, now - 30), now, used.orElseThrow()))
                .isEmpty();
        assertThat(Totp.accept(SEED, Totp.at(SEED, now + 30), now, used.orElseThrow()))
                .isPresent();
    }

    @Test
    void saysToTheAppWhatItNeeds() {
        String secret = Totp.newSecret(new SecureRandom());
        assertThat(secret).matches("[A-Z2-7]{32}");
        assertThat(Totp.uri(secret, "home")).startsWith("otpauth://totp/home?secret=" + secret + "&");
    }
}
