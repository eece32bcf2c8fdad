package moltbot.contract.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Values of every kind from a seed, the nasty ones more often than chance would have them.
final class RandomJson {
    private static final String[] PIECES = {
        "",
        "a",
        "\"",
        "\\",
        "\n",
        "\r",
        "\t",
        "\u0000",
        "\u001b[31m",
        "\u007f",
        "\u0085",
        "\u009b",
        "\u2028",
        "\u2029",
        "ä",
        "😀",
        "\ud800",
        "\udc00",
        "\u202e",
        "{",
        "}",
        "null",
        "/",
        "\ufeff",
        "\uffff"
    };
    private static final String[] NUMBERS = {
        "0", "-0", "1.0", "1e400", "-12.5E-7", "9223372036854775808", "1".repeat(64)
    };

    private final RandomGenerator random;

    RandomJson(RandomGenerator random) {
        this.random = random;
    }

    JsonValue value(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> JsonValue.NULL;
            case 1 -> JsonValue.of(random.nextBoolean());
            case 2 -> JsonValue.of(random.nextLong());
            case 3 -> new JsonValue.Numeral(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 4 -> JsonValue.of(text());
            case 5 -> array(depth - 1);
            default -> object(depth - 1);
        };
    }

    JsonObject object(int depth) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            fields.put(name(), value(depth));
        }
        return new JsonObject(fields);
    }

    private JsonArray array(int depth) {
        List<JsonValue> values = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            values.add(value(depth));
        }
        return new JsonArray(values);
    }

    /// A name with half a pair in it is refused by the reader.
    private String name() {
        String name = text();
        return name.chars().anyMatch(c -> Character.isSurrogate((char) c)) ? "name" + random.nextInt() : name;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
