package moltbot.contract.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import moltbot.contract.ContractException;
import org.junit.jupiter.api.Test;

/// Names that anybody may have chosen.
class SentFileTest {
    @Test
    void makesNamesPlain() {
        assertThat(SentFile.plain("Rechnung Oktober.pdf")).isEqualTo("Rechnung Oktober.pdf");
        assertThat(SentFile.plain("../../.ssh/authorized_keys")).isEqualTo("authorized_keys");
        assertThat(SentFile.plain("C:\\Users\\anna\\a.doc")).isEqualTo("a.doc");
        assertThat(SentFile.plain(".bashrc")).isEqualTo("bashrc");
        assertThat(SentFile.plain(". . .x")).isEqualTo("x");
        assertThat(SentFile.plain("gpj.\u202Eexe\r\n.txt\u0000")).isEqualTo("gpj.exe.txt");
        assertThat(SentFile.plain("a   b.txt")).isEqualTo("a b.txt");
        assertThat(SentFile.plain("x".repeat(300) + ".jpeg")).isEqualTo("x".repeat(155) + ".jpeg");
        assertThat(SentFile.plain("名".repeat(90) + ".jpeg")).isEqualTo("名".repeat(51) + ".jpeg");
        for (String nothing : List.of("", " ", "..", "/", "a/", "\u202E", "\ud800")) {
            assertThat(SentFile.plain(nothing)).as(nothing).isEqualTo("file");
        }
    }

    @Test
    void leavesAPlainNameAsItIs() {
        Random random = new Random(7);
        String signs = "ab./\\ \t\n\u202E\u200d.\ud83d\ude00-_ä\u0301\ufffd";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder();
            int length = random.nextInt(240);
            for (int k = 0; k < length; k++) {
                name.append(signs.charAt(random.nextInt(signs.length())));
            }
            String plain = SentFile.plain(name.toString());
            assertThat(SentFile.plain(plain)).isEqualTo(plain);
            assertThat(plain.getBytes(StandardCharsets.UTF_8).length).isBetween(1, 160);
            assertThat(plain).doesNotContain("/").doesNotStartWith(".");
        }
    }

    @Test
    void isQuickWithANameWithoutEnd() {
        assertThat(SentFile.plain("名".repeat(3_000_000))).isEqualTo("名".repeat(53));
        assertThat(SentFile.plain(".".repeat(3_000_000))).isEqualTo("file");
    }

    /// What is cut may get another ending.
    @Test
    void leavesAlsoThatAsItIsWhichWasCut() {
        String given = "a".repeat(154) + " ." + "b".repeat(30);
        assertThat(new SentFile(SentFile.plain(given), 1).name()).isEqualTo(SentFile.plain(SentFile.plain(given)));
    }

    @Test
    void refusesOtherNamesAndTooMuch() {
        assertThatThrownBy(() -> new SentFile("../a", 1)).isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> new SentFile("a", -1)).isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> new SentFile("a", SentFile.MAX_BYTES + 1)).hasMessageContaining("12 MiB together");
        SentFile half = new SentFile("a", SentFile.MAX_BYTES / 2 + 1);
        assertThatThrownBy(() -> SentFile.require(List.of(half, half))).hasMessageContaining("12 MiB together");
        assertThat(SentFile.fromJson(half.toJson())).isEqualTo(half);
    }
}
