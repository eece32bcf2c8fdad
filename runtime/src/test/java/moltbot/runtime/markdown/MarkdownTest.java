package moltbot.runtime.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import moltbot.contract.channel.Styled;
import moltbot.contract.channel.Styled.Span;
import moltbot.contract.channel.Styled.Style;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MarkdownTest {
    private static String text(String markdown) {
        return Markdown.read(markdown).text();
    }

    /// Its styles, each with what it is of.
    private static List<String> styles(String markdown) {
        Styled styled = Markdown.read(markdown);
        return styled.spans().stream()
                .map(span -> span.style() + " " + styled.text().substring(span.start(), span.end()))
                .toList();
    }

    @Test
    void readsWhatModelsWriteMost() {
        String markdown = """
                # Plan

                Do *this* and **that**, not ~~those~~; run `ls -l`.
                A second line.

                - one
                - two
                  1. first
                  2. second

                > said
                > twice

                ```python
                def f():
                    return 1
                ```

                ---
                Done.
                """;
        assertThat(text(markdown)).isEqualTo("""
                Plan

                Do this and that, not those; run ls -l.
                A second line.

                • one
                • two
                  1. first
                  2. second

                > said
                > twice

                def f():
                    return 1

                ———

                Done.""");
        assertThat(styles(markdown))
                .containsExactly(
                        "BOLD Plan",
                        "ITALIC this",
                        "BOLD that",
                        "STRIKETHROUGH those",
                        "CODE ls -l",
                        "CODE_BLOCK def f():\n    return 1");
    }

    @Test
    void countsStylesInUtf16Units() {
        assertThat(Markdown.read("😀 **loud** 👩‍👩‍👧 _soft_").spans())
                .containsExactly(new Span(3, 4, Style.BOLD), new Span(17, 4, Style.ITALIC));
    }

    @Test
    void showsWhereEveryLinkLeads() {
        assertThat(text("[your bank](https://evil.example/a)")).isEqualTo("your bank (https://evil.example/a)");
        assertThat(text("[https://bank.example](https://evil.example)"))
                .isEqualTo("https://bank.example (https://evil.example)");
        assertThat(text("<https://a.example> <me@a.example>")).isEqualTo("https://a.example me@a.example");
        assertThat(text("![a cat](https://a.example/cat.png)")).isEqualTo("a cat (https://a.example/cat.png)");
        assertThat(text("[](https://a.example)")).isEqualTo("https://a.example");
        assertThat(text("[a][1] b\n\n[1]: https://a.example")).isEqualTo("a (https://a.example) b");
    }

    @Test
    void hidesNoHtml() {
        assertThat(text("a <!-- hidden --> b <b>c</b>")).isEqualTo("a <!-- hidden --> b <b>c</b>");
        assertThat(text("<div hidden>\nsecret\n</div>")).isEqualTo("<div hidden>\nsecret\n</div>");
        assertThat(text("a &amp; b \\* c")).isEqualTo("a & b * c");
    }

    @Test
    void makesListsOfTables() {
        String table = """
                | Room | Warm | Note |
                |------|:----:|------|
                | Kitchen | 21 | *fine* |
                | Hall | 17 |  |
                """;
        assertThat(text(table)).isEqualTo("""
                • Kitchen
                  Warm: 21
                  Note: fine
                • Hall
                  Warm: 17""");
        assertThat(styles(table)).containsExactly("BOLD Kitchen", "ITALIC fine", "BOLD Hall");
        assertThat(text("| a | b |\n|---|---|")).isEqualTo("a · b");
    }

    @Test
    void keepsListsWhoseItemsStandApart() {
        assertThat(text("3. a\n\n   more\n\n4. b")).isEqualTo("3. a\n  \n  more\n\n4. b");
        assertThat(text("- [ ] open\n- [x] done\n-")).isEqualTo("• [ ] open\n• [x] done\n•");
        assertThat(text("- a\n  ```\n  x\n    y\n  ```\n- b")).isEqualTo("• a\n  x\n    y\n• b");
    }

    @Test
    void isNeverBlankWhereTheTextIsNot() {
        assertThat(text("[1]: https://a.example")).isEqualTo("[1]: https://a.example");
        assertThat(text("   \n")).isEmpty();
        assertThat(text("plain words, 2 * 3 * 4 and snake_case_word"))
                .isEqualTo("plain words, 2 * 3 * 4 and snake_case_word");
    }

    /// What would take a careless reader's stack, time or memory.
    @Test
    void survivesWhateverIsWritten() {
        int half = Markdown.LONGEST / 2 - 1;
        for (String hostile : List.of(
                ">".repeat(2 * half) + "x",
                "- ".repeat(half) + "x",
                "*a **b ".repeat(half / 4),
                "[".repeat(2 * half),
                "![".repeat(half / 2) + "](".repeat(half / 2),
                "`".repeat(2 * half) + "a",
                "|".repeat(half / 2) + "\n" + "|-".repeat(half / 2) + "\n" + "|".repeat(half / 2 - 2),
                "**a** ".repeat(half / 3),
                "*".repeat(half) + "a" + "*".repeat(half),
                "\u0000\uD800\u202E<![CDATA[")) {
            assertThat(hostile.length()).isLessThanOrEqualTo(Markdown.LONGEST);
            Styled read = Markdown.read(hostile);
            assertThat(read.text()).isNotBlank();
            assertThat(read.spans()).hasSizeLessThanOrEqualTo(Styled.MOST_SPANS);
        }
    }

    /// Brackets that keep a parser busy for minutes.
    @Test
    void showsAsItIsWhatIsTooLongToBeRead() {
        String text = "![".repeat(500_000) + "](".repeat(500_000);
        assertThat(Markdown.read(text)).isEqualTo(Styled.plain(text));
    }

    /// Pieces of Markdown in any order: what is read is always a text with styles inside of it.
    @Test
    void readsAnything() {
        String[] pieces = {
            "*", "**", "_", "`", "```", "\n", "\n\n", "    ", "- ", "1. ", "> ", "# ", "[", "](", ")", "|", "---", "~~",
            "<b>", "a", " ", "😀", "\\", "&lt;", "!"
        };
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("x");
            for (int j = random.nextInt(40); j >= 0; j--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            assertThat(Markdown.read(text.toString()).text()).isNotBlank();
        }
    }
}
