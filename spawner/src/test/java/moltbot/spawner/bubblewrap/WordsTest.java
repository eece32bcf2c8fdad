package moltbot.spawner.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WordsTest {
    @Test
    void leavesPlainWordsReadable() {
        assertThat(Words.encode("")).isEqualTo("p");
        assertThat(Words.encode("ls -l \\n $x\n")).isEqualTo("pls -l \\n $x\n");
    }

    @Test
    void carriesEveryOtherByteAsAsciiEscapes() {
        assertThat(Words.encode("ü")).isEqualTo("e\\0303\\0274");
        assertThat(Words.encode("\\ü1")).isEqualTo("e\\0134\\0303\\02741");
        assertThat(Words.encode("🙂\n")).isEqualTo("e\\0360\\0237\\0231\\0202\n");
    }

    @Test
    void knowsWhatTheKernelTakes() {
        assertThat(Words.fit(List.of("x".repeat(131_000)))).isTrue();
        assertThat(Words.fit(List.of("x".repeat(131_072)))).isFalse();
        assertThat(Words.fit(Collections.nCopies(15, "x".repeat(130_000)))).isTrue();
        assertThat(Words.fit(Collections.nCopies(16, "x".repeat(130_000)))).isFalse();
    }
}
