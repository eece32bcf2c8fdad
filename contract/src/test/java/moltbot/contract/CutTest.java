package moltbot.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// No sign is halved, wherever a text is cut.
class CutTest {
    private static final String TEXT = "a😀b😀😀";

    private static boolean isWhole(String text) {
        return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }

    @Test
    void leavesAloneWhatIsShortEnough() {
        assertThat(Cut.of(TEXT, 8)).isEqualTo(TEXT);
        assertThat(Cut.marked(TEXT, 8)).isEqualTo(TEXT);
        assertThat(Cut.within(TEXT, 8)).isEqualTo(TEXT);
        assertThat(Cut.last(TEXT, 8)).isEqualTo(TEXT);
        assertThat(Cut.of("", 0)).isEmpty();
    }

    @Test
    void halvesNoSignAnywhere() {
        for (int most = 0; most < TEXT.length(); most++) {
            assertThat(Cut.of(TEXT, most)).matches(CutTest::isWhole).hasSizeBetween(Math.max(0, most - 1), most);
            assertThat(TEXT).startsWith(Cut.of(TEXT, most));
            assertThat(Cut.last(TEXT, most)).matches(CutTest::isWhole).hasSizeBetween(Math.max(0, most - 1), most);
            assertThat(TEXT).endsWith(Cut.last(TEXT, most));
            assertThat(Cut.marked(TEXT, most)).matches(CutTest::isWhole).endsWith("…");
        }
        for (int most = 3; most < TEXT.length(); most++) {
            assertThat(Cut.within(TEXT, most)).matches(CutTest::isWhole).endsWith("…");
            assertThat(Cut.within(TEXT, most).length()).isLessThanOrEqualTo(most);
            assertThat(Cut.within(TEXT, most, "...").length()).isLessThanOrEqualTo(most);
        }
    }

    @Test
    void aHalfThatCameAsOneIsCutWhereItIsAsked() {
        assertThat(Cut.of("a\ud83d\ud83d", 2)).isEqualTo("a\ud83d");
        assertThat(Cut.of("a\ude00b", 1)).isEqualTo("a");
    }
}
