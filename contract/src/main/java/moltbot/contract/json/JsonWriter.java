package moltbot.contract.json;

import java.util.Map;

/// Writes values as compact JSON. Control characters (C0, DEL, and C1 with its own line break and escape), U+2028 and
/// U+2029 are escaped, so one value is always one line and commands no terminal.
final class JsonWriter {
    private static final String HEX = "0123456789abcdef";

    private JsonWriter() {}

    static String write(JsonValue value) {
        StringBuilder out = new StringBuilder(128);
        value.writeTo(out);
        return out.toString();
    }

    static void array(JsonArray array, StringBuilder out) {
        out.append('[');
        String separator = "";
        for (JsonValue element : array.values()) {
            out.append(separator);
            element.writeTo(out);
            separator = ",";
        }
        out.append(']');
    }

    static void object(JsonObject object, StringBuilder out) {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, JsonValue> field : object.fields().entrySet()) {
            out.append(separator);
            quote(field.getKey(), out);
            out.append(':');
            field.getValue().writeTo(out);
            separator = ",";
        }
        out.append('}');
    }

    static void quote(String text, StringBuilder out) {
        out.append('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
                continue;
            }
            out.append(text, plain, i);
            plain = i + 1;
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0xa0 || c == 0x2028 || c == 0x2029 || loneSurrogate(text, i)) {
                        escape(c, out);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append(text, plain, text.length()).append('"');
    }

    /// A half of a pair cannot be written as UTF-8, and must not silently become a question mark.
    private static boolean loneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    private static void escape(char c, StringBuilder out) {
        out.append("\\u")
                .append(HEX.charAt(c >> 12 & 15))
                .append(HEX.charAt(c >> 8 & 15))
                .append(HEX.charAt(c >> 4 & 15))
                .append(HEX.charAt(c & 15));
    }
}
