package moltbot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What somebody is told who typed a command wrongly: where its help is, as it is typed.
class WrongWordsTest {
    private static String told(String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(MoltbotCommand.execute(arguments)).isNotZero();
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void namesTheHelpOfTheVeryCommand() {
        assertThat(told("pairing", "tools")).contains("See ./moltbot pairing tools --help.");
        assertThat(told("hook", "add")).contains("See ./moltbot hook add --help.");
        assertThat(told("down", "--now")).contains("See ./moltbot down --help.");
        assertThat(told("fly")).contains("See ./moltbot --help.");
    }
}
