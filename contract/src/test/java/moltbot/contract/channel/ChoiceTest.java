package moltbot.contract.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a tap on a choice says.
class ChoiceTest {
    @Test
    void isReadAsItWasWritten() {
        for (long question : List.of(0L, 1_795_852_800_000L, (1L << 52) - 1)) {
            Choice choice = new Choice(question, 9);
            assertThat(Choice.of(choice.says())).contains(choice);
            assertThat(new QuickReply("x", choice.says(), "").says()).hasSizeLessThan(40);
        }
    }

    @Test
    void nothingElseIsOne() {
        for (String words : List.of(
                "",
                "2",
                "/choose",
                "/choose abc",
                "/choose abc 0",
                "/choose abc 10",
                "/choose ABC 1",
                "/choose abc 1 2",
                "/choose  abc 1",
                "choose abc 1",
                "/choose zzzzzzzzzzzzz 1",
                "please /choose abc 1",
                "/choose abc 1\nx")) {
            assertThat(Choice.of(words)).as(words).isEmpty();
        }
    }
}
