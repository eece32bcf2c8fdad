package moltbot.contract.json;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.ContractException;

/// A JSON object, in the order it was written. Immutable. Readers name the field they miss.
///
/// `text`, `number`, `flag`, `object` and `list` want the field; the `…Or` forms take a fallback when it is absent
/// or null, and still refuse a field of another kind.
public record JsonObject(Map<String, JsonValue> fields) implements JsonValue {
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    public JsonObject {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /// Reads one object, strictly: see [JsonReader].
    public static JsonObject parse(byte[] utf8) {
        return JsonReader.object(utf8);
    }

    public static JsonObject parse(String text) {
        return JsonReader.object(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Builder with(String name, String value) {
        return new Builder().with(name, value);
    }

    public static Builder with(String name, long value) {
        return new Builder().with(name, value);
    }

    public static Builder with(String name, boolean value) {
        return new Builder().with(name, value);
    }

    public static Builder with(String name, JsonValue value) {
        return new Builder().with(name, value);
    }

    public Optional<JsonValue> find(String name) {
        JsonValue value = fields.get(name);
        return value == null || value instanceof Null ? Optional.empty() : Optional.of(value);
    }

    public boolean has(String name) {
        return find(name).isPresent();
    }

    public String text(String name) {
        return want(name, Text.class).value();
    }

    public String textOr(String name, String fallback) {
        return has(name) ? text(name) : fallback;
    }

    public long number(String name) {
        try {
            return want(name, Numeral.class).longValue();
        } catch (NumberFormatException e) {
            throw new ContractException(
                    ContractException.Code.MALFORMED, "The field '" + name + "' is not a whole number.", e);
        }
    }

    public long numberOr(String name, long fallback) {
        return has(name) ? number(name) : fallback;
    }

    /// A whole number of at most 32 bits.
    public int integer(String name) {
        long number = number(name);
        if (number != (int) number) {
            throw ContractException.malformed("The field '" + name + "' is too large a number.");
        }
        return (int) number;
    }

    /// Bytes, written as base64 (RFC 4648, section 4).
    public byte[] bytes(String name) {
        try {
            return Base64.getDecoder().decode(text(name));
        } catch (IllegalArgumentException e) {
            throw new ContractException(ContractException.Code.MALFORMED, "The field '" + name + "' is not base64.", e);
        }
    }

    public boolean flag(String name) {
        return want(name, Flag.class).value();
    }

    public boolean flagOr(String name, boolean fallback) {
        return has(name) ? flag(name) : fallback;
    }

    public JsonObject object(String name) {
        return want(name, JsonObject.class);
    }

    public JsonObject objectOr(String name, JsonObject fallback) {
        return has(name) ? object(name) : fallback;
    }

    public JsonArray list(String name) {
        return want(name, JsonArray.class);
    }

    public JsonArray listOr(String name, JsonArray fallback) {
        return has(name) ? list(name) : fallback;
    }

    private <T extends JsonValue> T want(String name, Class<T> kind) {
        JsonValue value = fields.get(name);
        if (kind.isInstance(value)) {
            return kind.cast(value);
        }
        String problem = value == null ? "is missing" : "is not of the kind expected";
        throw ContractException.malformed("The field '" + name + "' " + problem + ".");
    }

    public byte[] toBytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /// A copy to which fields can be added.
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.fields.putAll(fields);
        return builder;
    }

    @Override
    public void writeTo(StringBuilder out) {
        JsonWriter.object(this, out);
    }

    @Override
    public String toString() {
        return JsonWriter.write(this);
    }

    /// Collects fields; not for use by several threads.
    public static final class Builder {
        private final Map<String, JsonValue> fields = new LinkedHashMap<>();

        public Builder with(String name, String value) {
            return with(name, JsonValue.of(value));
        }

        public Builder with(String name, long value) {
            return with(name, JsonValue.of(value));
        }

        public Builder with(String name, boolean value) {
            return with(name, JsonValue.of(value));
        }

        public Builder with(String name, JsonValue value) {
            fields.put(name, value);
            return this;
        }

        public JsonObject build() {
            return new JsonObject(fields);
        }
    }
}
