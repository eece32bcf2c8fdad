package moltbot.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void letsNoTextFromElsewhereMoveTheCursorOrHide() {
        assertThat(Terminal.plain("a\u001b[2Jb\u0007c\rd\u202ee\u009bf")).isEqualTo("a[2Jbcdef");
        assertThat(Terminal.plain("zwei\nZeilen\tä 😀")).isEqualTo("zwei\nZeilen\tä 😀");
    }
}
