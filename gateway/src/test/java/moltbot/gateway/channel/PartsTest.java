package moltbot.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import moltbot.contract.channel.Styled;
import moltbot.contract.channel.Styled.Span;
import moltbot.contract.channel.Styled.Style;
import org.junit.jupiter.api.Test;

class PartsTest {
    private static List<Styled> of(Styled text, int max) {
        return Parts.of(text, max, part -> part.text().length());
    }

    private static List<String> texts(String text, int max) {
        return of(Styled.plain(text), max).stream().map(Styled::text).toList();
    }

    private static Styled with(String text, Style style, String part) {
        return new Styled(text, List.of(new Span(text.indexOf(part), part.length(), style)));
    }

    @Test
    void cutsAtBordersAndNeverAnEmojiInTwo() {
        assertThat(texts("first paragraph, and more\n\nsecond one that is long enough to need another", 64))
                .containsExactly("first paragraph, and more", "second one that is long enough to need another");
        assertThat(texts("😀".repeat(100), 65)).allSatisfy(part -> {
            assertThat(part.length()).isLessThanOrEqualTo(65).isEven();
            assertThat(part.codePoints().allMatch(c -> c == 0x1F600)).isTrue();
        });
        assertThat(String.join("", texts("x".repeat(1_000), 64))).hasSize(1_000);
        assertThat(texts(" \n ", 64)).isEmpty();
    }

    @Test
    void cutsShorterWhereAMessengerAddsSigns() {
        List<Styled> parts = Parts.of(
                Styled.plain("*".repeat(1_000)), 200, part -> 2 * part.text().length());
        assertThat(parts).allSatisfy(part -> assertThat(part.text().length()).isBetween(50, 100));
        assertThat(parts.stream().mapToInt(part -> part.text().length()).sum()).isEqualTo(1_000);
    }

    @Test
    void keepsLinesOfCodeTogether() {
        String code = "one();\n\n  two();\nthree();";
        List<Styled> parts = of(
                with(
                        "What to do first, told in some more words here:\n\n" + code + "\n\nAnd then rest.",
                        Style.CODE_BLOCK,
                        code),
                64);
        assertThat(parts.stream().map(Styled::text))
                .containsExactly("What to do first, told in some more words here:", code + "\n\nAnd then rest.");
        assertThat(parts.get(0).spans()).isEmpty();
        assertThat(parts.get(1).spans()).containsExactly(new Span(0, code.length(), Style.CODE_BLOCK));
    }

    @Test
    void cutsCodeThatIsTooLongBetweenItsLinesAndKeepsItsIndentation() {
        String code = "    a line of some length\n".repeat(10).stripTrailing().substring(4);
        List<Styled> parts = of(with("Do:\n" + code, Style.CODE_BLOCK, code), 64);
        assertThat(parts.stream().map(Styled::text).reduce((one, other) -> one + "\n" + other))
                .contains("Do:\n" + code);
        assertThat(parts).hasSizeGreaterThan(3).allSatisfy(part -> {
            assertThat(part.text().length()).isLessThanOrEqualTo(64);
            assertThat(part.spans()).hasSize(1).first().extracting(Span::style).isEqualTo(Style.CODE_BLOCK);
        });
        assertThat(parts.get(1).text()).startsWith("    a line");
    }

    @Test
    void aStyleThatIsCutGoesOn() {
        String loud = "loud ".repeat(20).strip();
        List<Styled> parts = of(with("This is " + loud + " and this is not.", Style.BOLD, loud), 64);
        assertThat(parts).hasSize(2);
        assertThat(parts.get(0).spans())
                .containsExactly(new Span(8, parts.get(0).text().length() - 8, Style.BOLD));
        Span rest = parts.get(1).spans().getFirst();
        assertThat(rest.start()).isZero();
        assertThat(parts.get(1).text().substring(rest.end())).isEqualTo(" and this is not.");
    }

    /// Whatever it is made of: nothing but white space is lost, no part is too long, every style is where it was.
    @Test
    void losesNothingWhateverComes() {
        Random random = new Random(7);
        List<Style> styles = List.of(Style.values());
        String[] pieces = {"word", " ", "\n", "\n\n", ". ", "😀", "\t", "  ", "long".repeat(20)};
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder();
            List<Span> spans = new ArrayList<>();
            for (int j = random.nextInt(60); j >= 0; j--) {
                int start = text.length();
                text.append(pieces[random.nextInt(pieces.length)]);
                if (random.nextInt(3) == 0) {
                    Style style = styles.get(random.nextInt(styles.size()));
                    spans.add(new Span(start, text.length() - start, style));
                }
            }
            Styled whole = new Styled(text.toString(), spans);
            List<Styled> parts = of(whole, 64);
            StringBuilder letters = new StringBuilder();
            for (Styled part : parts) {
                assertThat(part.text()).isNotBlank().hasSizeLessThanOrEqualTo(64);
                letters.append(part.text().replaceAll("\\s", ""));
            }
            assertThat(letters.toString()).isEqualTo(text.toString().replaceAll("\\s", ""));
            assertThat(seen(parts)).isEqualTo(seen(List.of(whole)));
            assertThat(of(whole, 64)).isEqualTo(parts);
        }
    }

    /// Each letter that is styled, with its styles.
    private static List<String> seen(List<Styled> parts) {
        List<String> seen = new ArrayList<>();
        for (Styled part : parts) {
            for (int i = 0; i < part.text().length(); i++) {
                int at = i;
                if (!Character.isWhitespace(part.text().charAt(i))) {
                    part.spans().stream()
                            .filter(span -> span.start() <= at && at < span.end())
                            .map(span -> part.text().charAt(at) + " " + span.style())
                            .sorted()
                            .forEach(seen::add);
                }
            }
        }
        return seen;
    }
}
