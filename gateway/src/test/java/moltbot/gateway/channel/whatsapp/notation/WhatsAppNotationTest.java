package moltbot.gateway.channel.whatsapp.notation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import moltbot.contract.channel.Styled;
import moltbot.contract.channel.Styled.Span;
import moltbot.contract.channel.Styled.Style;
import org.junit.jupiter.api.Test;

/// Styles in WhatsApp's signs.
class WhatsAppNotationTest {
    private static final List<Style> STYLES = List.of(Style.values());

    private static String written(String text, Object... spans) {
        List<Span> all = new ArrayList<>();
        for (int i = 0; i < spans.length; i += 2) {
            int start = text.indexOf((String) spans[i]);
            all.add(new Span(start, ((String) spans[i]).length(), (Style) spans[i + 1]));
        }
        Notation notation = new Notation(new Styled(text, all));
        assertThat(notation.length()).isEqualTo(notation.toString().length());
        return notation.toString();
    }

    @Test
    void writesEachStyleInItsSign() {
        assertThat(written("so fat a word", "fat", Style.BOLD)).isEqualTo("so *fat* a word");
        assertThat(written("so slanted", "slanted", Style.ITALIC)).isEqualTo("so _slanted_");
        assertThat(written("gone now", "gone", Style.STRIKETHROUGH)).isEqualTo("~gone~ now");
        assertThat(written("call ls -l now", "ls -l", Style.CODE)).isEqualTo("call `ls -l` now");
        assertThat(written("see:\na\n  b\nso", "a\n  b", Style.CODE_BLOCK)).isEqualTo("see:\n```a\n  b```\nso");
    }

    @Test
    void nestsStylesAndLeavesOutWhatWouldCross() {
        assertThat(written("all of it", "all of it", Style.BOLD, "of", Style.ITALIC))
                .isEqualTo("*all _of_ it*");
        assertThat(written("both", "both", Style.BOLD, "both", Style.ITALIC)).isEqualTo("_*both*_");
        assertThat(written("one two three", "one two", Style.BOLD, "two three", Style.ITALIC))
                .isEqualTo("*one two* three");
    }

    @Test
    void endsAStyleWithItsLineAndItsSpaces() {
        assertThat(written("\n one \ntwo\n", "\n one \ntwo\n", Style.BOLD)).isEqualTo("\n *one* \n*two*\n");
        assertThat(written("see x now", "see x now", Style.BOLD, "x", Style.CODE))
                .isEqualTo("*see* `x` *now*");
    }

    @Test
    void leavesOutAStyleThatWouldBeReadOtherwise() {
        // Within a word WhatsApp takes a sign for a sign.
        assertThat(written("unbelievable", "believ", Style.BOLD)).isEqualTo("unbelievable");
        assertThat(written("2 * 3 = 6", "2 * 3", Style.BOLD)).isEqualTo("2 * 3 = 6");
        assertThat(written("a `b` c", "a `b` c", Style.CODE)).isEqualTo("a `b` c");
        assertThat(written("x\n```\ny", "x\n```\ny", Style.CODE_BLOCK)).isEqualTo("x\n```\ny");
        assertThat(written("*x", "x", Style.BOLD)).isEqualTo("*x");
    }

    @Test
    void losesNoWordWhateverTheStyles() {
        Random random = new Random(42);
        String signs = "ab *_~`\n.>";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(1, 30); length > 0; length--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            List<Span> spans = new ArrayList<>();
            for (int count = random.nextInt(5); count > 0; count--) {
                int start = random.nextInt(text.length());
                spans.add(new Span(
                        start, random.nextInt(text.length() - start) + 1, STYLES.get(random.nextInt(STYLES.size()))));
            }
            String written = new Notation(new Styled(text.toString(), spans)).toString();
            assertThat(written.replaceAll("[*_~`]", ""))
                    .isEqualTo(text.toString().replaceAll("[*_~`]", ""));
            assertThat(new Notation(Styled.plain(text.toString())).toString()).isEqualTo(text.toString());
        }
    }

    @Test
    void isQuickWithManyStyles() {
        String text = "a ".repeat(2_000);
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < Styled.MOST_SPANS; i++) {
            spans.add(new Span(i, 1, STYLES.get(i % STYLES.size())));
        }
        long begun = System.nanoTime();
        assertThat(new Notation(new Styled(text, spans)).length()).isGreaterThan(text.length());
        assertThat(System.nanoTime() - begun).isLessThan(2_000_000_000L);
    }
}
