package moltbot.runtime.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Against the tokenizer of those who made the file. That one also reads `[CLS]` in a text as the mark itself; to ours
/// it is words.
@Timeout(120)
class WordPieceTest {
    private static final int MOST = 128;

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "The bicycle is in the cellar.",
            "Anna’s birthday is on 3 May; she likes crème brûlée.",
            "C++ and \"quotes\" AND NOT [like] operators \\ ~ ^ ` | <tag>",
            "Übergrößenträger, Straße, Ärger; İstanbul, ΟΔΥΣΣΕΥΣ, Здравствуйте",
            "漢字かな交じり文 한국어 ไทย עברית العربية",
            "tabs\tand\nlines\r\nand\u00a0spaces\u2003and\u200bnothing\u0000and\u0007bell\u001cand\ufffd.",
            "e\u0301 👩‍👩‍👧 🇩🇪 \ud83d\ude00 ½ ² № ™",
            "pneumonoultramicroscopicsilicovolcanoconiosis " + "x".repeat(100) + " " + "y".repeat(101)
                    + " ￥£€ 1,234.56",
            "word ".repeat(400));

    @Test
    void cutsAsTheOriginalDoes() throws Exception {
        WordPiece ours = WordPiece.of(EmbedderTest.FOLDER.resolve(Embedder.VOCABULARY));
        try (HuggingFaceTokenizer theirs = HuggingFaceTokenizer.newInstance(
                EmbedderTest.FOLDER.resolve(Embedder.VOCABULARY),
                Map.of("padding", "false", "truncation", "true", "maxLength", String.valueOf(MOST)))) {
            for (String text : TEXTS) {
                assertThat(ours.numbers(text, MOST))
                        .as(text)
                        .isEqualTo(theirs.encode(text).getIds());
            }
            Random random = new Random(25);
            for (int i = 0; i < 3_000; i++) {
                String text = random(random);
                assertThat(ours.numbers(text, MOST))
                        .as(
                                "%d: %s",
                                i,
                                text.codePoints().mapToObj(Integer::toHexString).toList())
                        .isEqualTo(theirs.encode(text).getIds());
            }
        }
    }

    @Test
    void takesTheNameOfAMarkForWords() throws Exception {
        WordPiece ours = WordPiece.of(EmbedderTest.FOLDER.resolve(Embedder.VOCABULARY));
        assertThat(ours.numbers("[SEP]", MOST)).hasSizeGreaterThan(3).endsWith(ours.numbers("", MOST)[1]);
    }

    /// From blocks that no version of Unicode has added to of late: theirs knows an older one.
    private static String random(Random random) {
        int[][] blocks = {
            {1, 0x7F},
            {1, 0x7F},
            {0x80, 0x24F},
            {0x300, 0x36F},
            {0x400, 0x52F},
            {0x2000, 0x206F},
            {0x3041, 0x30FF},
            {0x4E00, 0x9FA5}
        };
        int[] signs = random.ints(random.nextInt(40), 0, blocks.length)
                .map(block -> random.nextInt(blocks[block][0], blocks[block][1] + 1))
                .filter(sign -> Character.getType(sign) != Character.UNASSIGNED)
                .toArray();
        return new String(signs, 0, signs.length);
    }
}
