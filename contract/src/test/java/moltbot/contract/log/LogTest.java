package moltbot.contract.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import moltbot.contract.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final System.Logger logger =
            new JsonLines(new PrintStream(bytes, true, UTF_8)).getLogger("link", LogTest.class.getModule());

    private String text() {
        return bytes.toString(UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-ant-api03-HUNTER2hunter2",
                "the key sk-proj-HUNTER2_hunter2-x was refused",
                "xoxb-HUNTER2-HUNTER2",
                "ghp_HUNTER2HUNTER2HUNTER2HUNTER2",
                "AIzaHUNTER2HUNTER2HUNTER2HUNTER2HUNTER2",
                "AKIAHUNTER2HUNTER2HU",
                "eyJhbGciOi.HUNTER2HUNTER2.HUNTER2",
                "Authorization: Bearer HUNTER2hunter2",
                "authorization: Basic HUNTER2HUNTER2==",
                "Cookie: __Host-session=HUNTER2; b=HUNTER2",
                "api_key=HUNTER2",
                "{\"apiKey\": \"HUNTER2\"}",
                "password = HUNTER2",
                "{\"password\":\"HUNTER2\"}",
                "client-secret: HUNTER2",
                "token=HUNTER2&x=1",
                "https://user:HUNTER2@example.org/",
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFHUNTER2="
            })
    void hidesSecrets(String text) {
        assertThat(Redaction.redact(text)).doesNotContainIgnoringCase("hunter2").contains("[redacted]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The guardian has not confirmed that this machine is safe for too long.",
                "The link /work/data/run/control/link.sock could not accept.",
                "Password sign-in is switched off; the token was not accepted.",
                "session 00112233445566778899aabbccddeeff of turn 7f3c9a",
                "/usr/lib/jvm/temurin/lib/server/and/a/very/long/way/down/to/classes",
                "/home/Anna/Documents/moltbot/data/run/control/folder",
                "A frame is longer than 1048576 bytes.",
                "Basic rules and bearer bonds: a secret ballot.",
                "inputTokens: 2000, outputTokens: 31",
                "http://127.0.0.1:3000/api/sessions?after=1",
                "moltbot.contract.ContractException: The link ended. @ moltbot.contract.link.FrameChannel.read(FrameChannel.java:52)"
            })
    void leavesOrdinaryTextAlone(String text) {
        assertThat(Redaction.redact(text)).isEqualTo(text);
    }

    @Test
    void hidesEveryKeyInStandardBase64() {
        Random random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            String padded = Base64.getEncoder().encodeToString(bytes);
            String bare = padded.substring(0, 43);
            for (String key : bare.matches(".*[0-9].*") ? List.of(padded, bare) : List.of(padded)) {
                assertThat(Redaction.redact("the key " + key + " was refused"))
                        .as(key)
                        .isEqualTo("the key [redacted] was refused");
                assertThat(Redaction.redact("key:'" + key + "'")).as(key).isEqualTo("key:'[redacted]'");
            }
        }
    }

    @Test
    void writesOneLineForEveryMessageWhateverItHolds() {
        logger.log(Level.WARNING, "a\nb\r\u001b[2J\u0085\u009b31m\u2028{\"level\":\"x\"}\u0000");
        logger.log(Level.ERROR, "failed", new IllegalStateException("line\n{\"level\":\"INFO\"}\u001b]0;x\u0007"));

        String[] lines = text().split("\n", -1);
        assertThat(lines).hasSize(3);
        assertThat(lines[2]).isEmpty();
        assertThat(text().replace("\n", "").codePoints().noneMatch(Character::isISOControl))
                .isTrue();
        assertThat(JsonObject.parse(lines[0]).text("message")).startsWith("a\nb\r\u001b");
        assertThat(JsonObject.parse(lines[1]).text("error")).contains("IllegalStateException: line\n");
    }

    @Test
    void logsEveryFormOfMessageAndNeverFails() {
        logger.log(Level.INFO, "plain");
        logger.log(Level.INFO, "{0} of {1}", 1_000_000, "x");
        logger.log(Level.INFO, "no {pattern", "x");
        logger.log(Level.INFO, () -> "supplied");
        logger.log(Level.INFO, (String) null);
        logger.log(Level.DEBUG, "not this");

        assertThat(text().lines().map(line -> JsonObject.parse(line).text("message")))
                .containsExactly("plain", "1,000,000 of x", "no {pattern [x]", "supplied", "null");
    }

    @Test
    void redactsMessagesValuesAndErrors() {
        logger.log(Level.INFO, "got {0}", "password=hunter2");
        logger.log(
                Level.INFO, "x", new IllegalStateException("token=hunter2", new RuntimeException("secret: hunter2")));

        assertThat(text()).doesNotContain("hunter2");
    }
}
