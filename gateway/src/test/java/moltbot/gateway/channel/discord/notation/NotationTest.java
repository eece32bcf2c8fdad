package moltbot.gateway.channel.discord.notation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import moltbot.contract.channel.Styled;
import moltbot.contract.channel.Styled.Span;
import moltbot.contract.channel.Styled.Style;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotationTest {
    private static String written(Styled text) {
        return new Notation(text).toString();
    }

    private static String plain(String text) {
        return written(Styled.plain(text));
    }

    private static Styled styled(String text, Object... stylesAndParts) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < stylesAndParts.length; i += 2) {
            String part = (String) stylesAndParts[i + 1];
            spans.add(new Span(text.indexOf(part), part.length(), (Style) stylesAndParts[i]));
        }
        return new Styled(text, spans);
    }

    @ParameterizedTest
    @CsvSource({
        "*loud* _low_ ~~gone~~ `code` ||hidden||,\\*loud\\* \\_low\\_ \\~\\~gone\\~\\~ \\`code\\` \\|\\|hidden\\|\\|",
        "@everyone and <@1> <@&2> <#3> <:a:4> <t:5:R> </x:6>,\\@everyone and \\<\\@1> \\<\\@&2> \\<#3> \\<\\:a:4> \\<t\\:5:R> \\</x:6>",
        "[my bank](https://evil.example/x),\\[my bank](<https://evil.example/x>)",
        "C:\\dir,C:\\\\dir",
        ":smile: 10:30:15 a::b,\\:smile: 10\\:30:15 a::b",
        "# a,\\# a",
        "-# a,\\-# a",
        "> a,\\> a",
        ">>> a,\\>>> a",
        "- a,\\- a",
        "* a,\\* a",
        "+ a,\\+ a",
        "12. a,12\\. a",
        "a # b > c - d 1. e,a # b > c - d 1. e",
    })
    void showsASignAsItIs(String text, String written) {
        assertThat(plain(text)).isEqualTo(written);
    }

    @Test
    void linksLeadWhereTheySay() {
        assertThat(plain("(see https://a.example/b_c*d~e, or http://x.example).\nhttps://"))
                .isEqualTo("(see <https://a.example/b_c*d~e>, or <http://x.example>).\nhttps://");
    }

    @Test
    void stylesHaveTheirSigns() {
        assertThat(written(styled("a bold b", Style.BOLD, "bold"))).isEqualTo("a **bold** b");
        assertThat(written(styled("an italic", Style.ITALIC, "italic"))).isEqualTo("an _italic_");
        assertThat(written(styled("italics", Style.ITALIC, "italic"))).isEqualTo("*italic*s");
        assertThat(written(styled("x gone", Style.STRIKETHROUGH, "gone"))).isEqualTo("x ~~gone~~");
        assertThat(written(styled("run ls -l now", Style.CODE, "ls -l"))).isEqualTo("run `ls -l` now");
        assertThat(written(styled("a `b c", Style.CODE, "a `b c"))).isEqualTo("``a `b c``");
        assertThat(written(styled("do:\na*b\n<@1>", Style.CODE_BLOCK, "a*b\n<@1>")))
                .isEqualTo("do:\n```\na*b\n<@1>\n```");
        assertThat(written(styled("bold and italic", Style.BOLD, "bold and", Style.ITALIC, "and italic")))
                .isEqualTo("**bold _and_** _italic_");
        assertThat(written(styled("a  b  c", Style.BOLD, "  b  "))).isEqualTo("a  **b**  c");
        assertThat(written(styled("bold https://a.example bold", Style.BOLD, "bold https://a.example bold")))
                .isEqualTo("**bold** <https://a.example> **bold**");
    }

    @Test
    void codeThatItsMarksCannotHoldIsText() {
        String code = "a\n```\n@everyone";
        assertThat(written(styled(code, Style.CODE_BLOCK, code))).isEqualTo("a\n\\`\\`\\`\n\\@everyone");
        assertThat(written(styled("a``b", Style.CODE, "a``b"))).isEqualTo("a\\`\\`b");
    }

    @Test
    void noTextIsTooLongOnceItIsWritten() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 2_000; i++) {
                text.append("*_`<@ a\n".charAt(random.nextInt(8)));
            }
            assertThat(new Notation(Styled.plain(text.toString())).length()).isLessThanOrEqualTo(4_000);
        }
    }
}
