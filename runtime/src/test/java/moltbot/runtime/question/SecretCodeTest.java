package moltbot.runtime.question;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretCodeTest {
    @Test
    void knowsCodesAndLetsOtherAnswersPass() {
        for (String code : List.of(
                "482913",
                " 482 913 ",
                "482-913",
                "48291374",
                "my code is 482913",
                "The code: 482913.",
                "it's 482913",
                "K7QX4MZP",
                "k7qx4mzp",
                "ABCDEFGH",
                "ABCD-EFGH-JKMN-PQRS",
                "/approve K7QX4MZP",
                "PIN 482913!")) {
            assertThat(SecretCode.isAll(code)).as(code).isTrue();
        }
        for (String answer : List.of(
                "2",
                "1.",
                "12",
                "2026",
                "10115",
                "Saturday",
                "yes please",
                "the invoice is 482913",
                "at 18:30",
                "5 or 6",
                "+49 151 12345678",
                "482913 of them",
                "3.141592",
                "")) {
            assertThat(SecretCode.isAll(answer)).as(answer).isFalse();
        }
    }

    @Test
    void readsAChoiceByItsNumberOrItsWordsAndNothingElse() {
        Question question = new Question("Which?", List.of("Tuesday", "Thursday"));
        assertThat(question.answered("2")).isEqualTo("They chose 2: Thursday");
        assertThat(question.answered(" 1. ")).isEqualTo("They chose 1: Tuesday");
        assertThat(question.answered("thursday")).isEqualTo("They chose 2: Thursday");
        for (String other : List.of("3", "0", "12", "Tuesday or so", "none")) {
            assertThat(question.answered(other)).isEqualTo("They answered in their own words, which follow.");
        }
    }
}
