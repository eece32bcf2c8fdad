package moltbot.control.approval;

import java.util.Locale;

/// JSON that hides nothing from the eye: everything that is not printable ASCII is spelled as JSON spells it, so that
/// no character turns the line around, looks like another, or cannot be seen. It means the same.
final class Plain {
    private Plain() {}

    static String ascii(String json) {
        StringBuilder text = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c >= ' ' && c <= '~') {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return text.toString();
    }
}
