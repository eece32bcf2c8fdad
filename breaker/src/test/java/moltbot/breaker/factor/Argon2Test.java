package moltbot.breaker.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import moltbot.contract.ContractException;
import org.junit.jupiter.api.Test;

final class Argon2Test {
    /// From the reference implementation's own tests (phc-winner-argon2, `test.c`, version 0x13).
    @Test
    void agreesWithTheReferenceImplementation() {
        byte[] salt = "somesalt".getBytes(StandardCharsets.US_ASCII);
        assertThat(HexFormat.of().formatHex(Argon2.derive("password", salt, 256, 2, 1)))
                .isEqualTo("9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe");
        assertThat(HexFormat.of().formatHex(Argon2.derive("password", salt, 65536, 2, 1)))
                .isEqualTo("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    }

    @Test
    void knowsItsOwnAndCostsWhatItShould() {
        String hash = Argon2.hash("four random words here", new SecureRandom());
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(Argon2.matches(hash, "four random words here")).isTrue();
        assertThat(Argon2.matches(hash, "four random words her")).isFalse();
    }

    @Test
    void refusesCostsThatWouldEatTheMachine() {
        String dear = "$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$AAAA";
        assertThatThrownBy(() -> Argon2.matches(dear, "x")).isInstanceOf(ContractException.class);
    }
}
