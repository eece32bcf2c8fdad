package moltbot.gateway.channel.slack.notation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import moltbot.contract.channel.Styled;
import moltbot.contract.channel.Styled.Span;
import moltbot.contract.channel.Styled.Style;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testslack.Shown;
import org.junit.jupiter.api.Test;

/// Styles beside the text, and the text as it was.
class RichTextTest {
    private static final List<Style> INLINE = List.of(Style.BOLD, Style.ITALIC, Style.STRIKETHROUGH, Style.CODE);

    private static JsonObject message(Styled text) {
        return JsonObject.with("blocks", RichText.of(text)).build();
    }

    @Test
    void showsEachStyleAndWhereLinksLead() {
        Styled text = new Styled(
                "bold it https://a.example/x. code\nlines\nend",
                List.of(
                        new Span(0, 4, Style.BOLD),
                        new Span(2, 5, Style.ITALIC),
                        new Span(29, 4, Style.CODE),
                        new Span(34, 5, Style.CODE_BLOCK)));
        String plain = "{\"type\":\"text\",\"text\":\"";
        assertThat(RichText.of(text).toString())
                .isEqualTo("[{\"type\":\"rich_text\",\"elements\":[{\"type\":\"rich_text_section\",\"elements\":["
                        + plain + "bo\"," + style(true, false, false) + "},"
                        + plain + "ld\"," + style(true, true, false) + "},"
                        + plain + " it\"," + style(false, true, false) + "},"
                        + plain + " \"},"
                        + "{\"type\":\"link\",\"url\":\"https://a.example/x\",\"text\":\"https://a.example/x\"},"
                        + plain + ". \"},"
                        + plain + "code\"," + style(false, false, true) + "}]},"
                        + "{\"type\":\"rich_text_preformatted\",\"elements\":[" + plain + "lines\"}]},"
                        + "{\"type\":\"rich_text_section\",\"elements\":[" + plain + "end\"}]}]}]");
    }

    private static String style(boolean bold, boolean italic, boolean code) {
        return "\"style\":{\"bold\":" + bold + ",\"italic\":" + italic + ",\"strike\":false,\"code\":" + code + "}";
    }

    @Test
    void whateverATextIsItIsShownAsItWas() {
        Random random = new Random(7);
        List<String> words = List.of(
                "*",
                "_",
                "~",
                "`",
                "```",
                "<@U1>",
                "<!channel>",
                "&amp;",
                "https://a.example/x_y",
                ":smile:",
                "> ",
                "- ",
                "word",
                " ",
                "\n",
                "😀",
                "\\");
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder("x");
            for (int i = 0; i < 1 + random.nextInt(12); i++) {
                text.append(words.get(random.nextInt(words.size())));
            }
            text.append("x");
            List<Span> spans = new ArrayList<>();
            for (int i = 0; i < random.nextInt(4); i++) {
                int start = random.nextInt(text.length());
                Style style = INLINE.get(random.nextInt(INLINE.size()));
                spans.add(new Span(start, 1 + random.nextInt(text.length() - start), style));
            }
            Styled styled = new Styled(text.toString(), spans);
            assertThat(Shown.of(message(styled))).as(styled.toString()).isEqualTo(text.toString());
        }
    }

    @Test
    void countsStylesWhereThereAreMany() {
        assertThat(RichText.length(Styled.plain("x".repeat(4_000)))).isEqualTo(4_000);
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 1_000; i += 2) {
            spans.add(new Span(i, 1, Style.BOLD));
        }
        Styled styled = new Styled("x".repeat(1_000), spans);
        assertThat(RichText.length(styled)).isGreaterThan(4_000);
        assertThat(message(styled).toString().length()).isLessThan(4 * RichText.length(styled));
    }

    @Test
    void linesOfCodeStandByThemselvesWithAllTheirWhiteSpace() {
        Styled text = new Styled("see\n  a\n\n b\nand\n", List.of(new Span(4, 7, Style.CODE_BLOCK)));
        assertThat(Shown.of(message(text))).isEqualTo("see\n  a\n\n b\nand\n");
    }
}
