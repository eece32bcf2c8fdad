package moltbot.contract.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import org.junit.jupiter.api.Test;

final class SealTest {
    private static byte[] key() {
        byte[] key = new byte[32];
        for (int i = 0; i < 32; i++) {
            key[i] = (byte) i;
        }
        return key;
    }

    private static void assertRefused(Seal seal, String sealed) {
        assertThatThrownBy(() -> seal.open(sealed))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAUTHENTICATED));
    }

    @Test
    void sealsAsTheGoldenVectorSays() {
        assertThat(new Seal("moltbot-example-v1", key()).close("hello".getBytes(UTF_8)))
                .isEqualTo("aGVsbG8.YLVJIB__63m0guLOznaUiQya6vJFp4kcAy8jbwwkm08");
    }

    @Test
    void digestsAsTheGoldenVectorSays() {
        assertThat(Seal.digest("hello".getBytes(UTF_8), new byte[0]))
                .isEqualTo("c4ac1b34d8d4b902c29f9f3f70100ed75b5f04b1075b5dbd11ce1139e3cf88a1");
        assertThat(Seal.digest("hello".getBytes(UTF_8)))
                .isNotEqualTo(Seal.digest("hel".getBytes(UTF_8), "lo".getBytes(UTF_8)));
    }

    @Test
    void opensWhatItSealed() {
        Seal seal = new Seal("a", key());
        assertThat(seal.open(seal.close(new byte[] {1, 2, 3}))).containsExactly(1, 2, 3);
    }

    @Test
    void refusesEveryOtherPurposeKeyAndText() {
        Seal seal = new Seal("a", key());
        String sealed = seal.close("payload".getBytes(UTF_8));

        byte[] other = key();
        other[31] ^= 1;
        assertRefused(new Seal("b", key()), sealed);
        assertRefused(new Seal("a", other), sealed);
        for (String text : new String[] {"", ".", "..", "a", "!.!", sealed + ".", sealed + "AA", "." + sealed}) {
            assertRefused(seal, text);
        }
        assertRefused(seal, sealed.substring(0, sealed.indexOf('.') + 1));
        for (int i = 0; i < sealed.length(); i++) {
            char changed = sealed.charAt(i) == 'Q' ? 'g' : 'Q';
            assertRefused(seal, sealed.substring(0, i) + changed + sealed.substring(i + 1));
        }
    }

    @Test
    void refusesAKeyOfAnotherLengthAndPrintsNone() {
        assertThatThrownBy(() -> new Seal("a", new byte[16])).isInstanceOf(ContractException.class);
        assertThat(new Seal("a", key())).hasToString("Seal[a]");
    }

    @Test
    void acceptsAValueOnceWhileItLives() {
        AtomicLong now = new AtomicLong();
        OnceOnly once = new OnceOnly(Duration.ofNanos(100), now::get);

        assertThat(once.first("a", 0)).isTrue();
        assertThat(once.first("b", 0)).isTrue();
        now.set(100);
        assertThat(once.first("a", 0)).isFalse();
        assertThat(once.first("c", 100)).isTrue();
    }

    @Test
    void forgetsOnlyWhatItThenRefusesForItsAge() {
        AtomicLong now = new AtomicLong(1_000_000);
        OnceOnly once = new OnceOnly(Duration.ofDays(1), now::get);
        int flood = OnceOnly.MAX_REMEMBERED + 5_000;
        for (int i = 0; i < flood; i++) {
            assertThat(once.first("v" + i, i))
                    .as("a new value is never locked out")
                    .isTrue();
        }
        for (int i = 0; i < flood; i += 7) {
            assertThat(once.first("v" + i, i)).as("nothing passes twice").isFalse();
        }
        assertThat(once.first("late", 10))
                .as("issued before what was forgotten")
                .isFalse();
        assertThat(once.first("new", flood)).isTrue();
    }
}
