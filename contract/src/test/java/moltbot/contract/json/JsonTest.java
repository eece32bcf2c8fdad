package moltbot.contract.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Random;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    /// Short values cost far more memory than their bytes.
    @ParameterizedTest
    @ValueSource(strings = {"0", "{}", "[]", "\"\"", "{\"a\":null}"})
    void refusesMoreValuesThanItMayKeep(String value) {
        int each = value.equals("{\"a\":null}") ? 2 : 1;
        int most = (JsonReader.MAX_VALUES - 1) / each;
        assertThat(JsonReader.value(array(value, most))).isInstanceOf(JsonArray.class);
        assertRefused(array(value, most + 1), Code.TOO_LARGE);
    }

    private static byte[] array(String value, int times) {
        return ("[" + String.join(",", Collections.nCopies(times, value)) + "]").getBytes(UTF_8);
    }

    private static void assertRefused(byte[] text, Code code) {
        assertThatThrownBy(() -> JsonReader.value(text))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\" 1}",
                "[1 2]",
                "01",
                "+1",
                ".5",
                "1.",
                "1e",
                "-",
                "NaN",
                "Infinity",
                "nul",
                "True",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\n\"",
                "// a\n1",
                "/* a */1",
                "# a\n1",
                "]",
                "}",
                ",",
                "1,2",
                "{}{}",
                "{} x",
                "null null",
                "[1]]",
                "\u0000",
                "1\u0000",
                "\ufeff{}"
            })
    void refusesWhatIsNotExactlyOneValue(String text) {
        assertRefused(text.getBytes(UTF_8), Code.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"x\":{\"a\":1,\"b\":2,\"a\":3}}",
                "{\"\":1,\"\":2}"
            })
    void refusesANameTwice(String text) {
        assertRefused(text.getBytes(UTF_8), Code.MALFORMED);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertRefused(new byte[] {'"', (byte) 0xff, '"'}, Code.MALFORMED);
        assertRefused(new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'}, Code.MALFORMED);
        assertRefused(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}, Code.MALFORMED);
        assertRefused(new byte[] {'"', (byte) 0xf0, (byte) 0x9f, '"'}, Code.MALFORMED);
        assertRefused("{}".getBytes(StandardCharsets.UTF_16), Code.MALFORMED);
    }

    @Test
    void boundsDepth() {
        String deep = "[".repeat(JsonReader.MAX_DEPTH) + "]".repeat(JsonReader.MAX_DEPTH);
        assertThat(JsonReader.value(deep.getBytes(UTF_8))).hasToString(deep);
        assertRefused(("[" + deep + "]").getBytes(UTF_8), Code.MALFORMED);
        assertRefused("{\"a\":".repeat(100_000).getBytes(UTF_8), Code.MALFORMED);
    }

    @Test
    void boundsLengths() {
        assertRefused(" ".repeat(JsonReader.MAX_BYTES + 1).getBytes(UTF_8), Code.TOO_LARGE);
        assertRefused("1".repeat(65).getBytes(UTF_8), Code.MALFORMED);
        assertRefused(("{\"" + "n".repeat(5_000) + "\":1}").getBytes(UTF_8), Code.MALFORMED);
    }

    @Test
    void keepsNumbersAsTheyWereWritten() {
        String text = "[1.0,1e400,-0,123456789012345678901234567890,0.1000]";
        assertThat(JsonReader.value(text.getBytes(UTF_8))).hasToString(text);
    }

    @Test
    void keepsHalvesOfAPairAndNeverWritesThemAsAQuestionMark() {
        String text = "\"\\ud800 \\udc00\\ud800\"";
        assertThat(JsonReader.value(text.getBytes(UTF_8))).isEqualTo(JsonValue.of("\ud800 \udc00\ud800"));
        assertThat(JsonValue.of("\ud800 \udc00\ud800")).hasToString(text);
        assertThat(JsonValue.of("\ud83d\ude00")).hasToString("\"\ud83d\ude00\"");
    }

    @Test
    void readsBackWhatItWritesOnOneLine() {
        RandomJson random = new RandomJson(new Random(20_261_121));
        for (int i = 0; i < 5_000; i++) {
            JsonValue value = random.value(4);
            String text = value.toString();
            assertThat(JsonReader.value(text.getBytes(UTF_8))).isEqualTo(value);
            assertThat(text.codePoints().noneMatch(JsonTest::controls)).isTrue();
        }
    }

    private static boolean controls(int c) {
        return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
    }

    @Test
    void endsOnlyInAValueOrARefusalWhateverItReads() {
        Random random = new Random(42);
        RandomJson values = new RandomJson(random);
        int read = 0;
        int refused = 0;
        byte[] text = {};
        for (int i = 0; i < 60_000; i++) {
            if (i % 50 == 0) {
                text = values.object(3).toBytes();
            }
            byte[] mutant = text.clone();
            for (int change = random.nextInt(3); change >= 0 && mutant.length > 0; change--) {
                mutant[random.nextInt(mutant.length)] = (byte)
                        (random.nextInt(4) == 0 ? random.nextInt(256) : "{}[]\",:0e\\u".charAt(random.nextInt(11)));
            }
            try {
                JsonReader.value(mutant);
                read++;
            } catch (ContractException e) {
                refused += e.code() == Code.MALFORMED ? 1 : 0;
            }
        }
        assertThat(read + refused).isEqualTo(60_000);
        assertThat(read).isBetween(1_000, 59_000);
    }

    @Test
    void namesTheFieldItMisses() {
        JsonObject object = JsonObject.parse("{\"a\":null,\"n\":1.5,\"big\":4294967296,\"t\":\"?\"}");

        assertThatThrownBy(() -> object.text("a")).hasMessageContaining("'a'");
        assertThatThrownBy(() -> object.text("b")).hasMessageContaining("'b'");
        assertThatThrownBy(() -> object.number("n")).isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> object.number("t")).isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> object.integer("big")).isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> object.bytes("t")).isInstanceOf(ContractException.class);
        assertThatThrownBy(() -> object.textOr("n", "")).isInstanceOf(ContractException.class);
        assertThat(object.textOr("a", "fallback")).isEqualTo("fallback");
        assertThat(object.number("big")).isEqualTo(1L << 32);
    }
}
