package moltbot.contract.json;

/// A JSON value (RFC 8259), immutable. Numbers keep their text, so a value that is passed on is passed on unchanged.
public sealed interface JsonValue
        permits JsonObject, JsonArray, JsonValue.Text, JsonValue.Numeral, JsonValue.Flag, JsonValue.Null {

    JsonValue NULL = new Null();

    /// Appends this value as compact JSON on one line. A method, not a `switch` over the kinds: the first such switch
    /// of a process costs tens of milliseconds, and every compartment writes JSON as it starts.
    void writeTo(StringBuilder out);

    /// A string.
    record Text(String value) implements JsonValue {
        @Override
        public void writeTo(StringBuilder out) {
            JsonWriter.quote(value, out);
        }

        @Override
        public String toString() {
            return JsonWriter.write(this);
        }
    }

    /// A number, kept as it was written.
    record Numeral(String literal) implements JsonValue {
        /// Whole value; a fraction or more than 64 bits is refused by [NumberFormatException].
        public long longValue() {
            return Long.parseLong(literal);
        }

        public double doubleValue() {
            return Double.parseDouble(literal);
        }

        @Override
        public void writeTo(StringBuilder out) {
            out.append(literal);
        }

        @Override
        public String toString() {
            return literal;
        }
    }

    /// `true` or `false`.
    record Flag(boolean value) implements JsonValue {
        @Override
        public void writeTo(StringBuilder out) {
            out.append(value);
        }

        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /// `null`.
    record Null() implements JsonValue {
        @Override
        public void writeTo(StringBuilder out) {
            out.append("null");
        }

        @Override
        public String toString() {
            return "null";
        }
    }

    static JsonValue of(String text) {
        return new Text(text);
    }

    static JsonValue of(long number) {
        return new Numeral(Long.toString(number));
    }

    static JsonValue of(boolean flag) {
        return new Flag(flag);
    }
}
