package moltbot.breaker.factor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which passwords are tried first.
class GuessableTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1234567890",
                "0987654321",
                "qwertyuiop",
                "qwertz12345",
                "aaaaaaaaaaaaaaaa",
                "abcabcabcabc",
                "1212121212",
                "password12",
                "Password2026!",
                "P@ssw0rd123",
                "passwort123",
                "moltbot2026",
                "MoltbotMoltbot",
                "letmein1234",
                "iloveyou123",
                "Summer2025!!",
                "abcdefghijkl",
                "asdfghjkl123",
                "!@#$%^&*()",
                "adminadmin",
                "          "
            })
    void areRefused(String password) {
        assertThat(Guessable.is(password)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery",
                "four random words here",
                "a password of mine",
                "Tr0ub4dor&3",
                "kV9#mQ2x!p",
                "mein hund heißt rex",
                "3141592653",
                "zwölf rote Äpfel",
                "密码密码很长的一句话",
                "blue-otter-92"
            })
    void areTaken(String password) {
        assertThat(Guessable.is(password)).isFalse();
    }
}
