package moltbot.gateway.channel;

import java.util.ArrayList;
import java.util.List;

/// Cuts a text into messages that are not too long, at the border that a reader minds least.
final class Parts {
    private static final List<String> BORDERS = List.of("\n\n", "\n", ". ", " ");

    private Parts() {}

    /// The same text and bound give the same parts, each time: a letter goes on where it was left.
    static List<String> of(String text, int maxChars) {
        List<String> parts = new ArrayList<>();
        String rest = text.strip();
        while (rest.length() > maxChars) {
            int end = border(rest, maxChars);
            parts.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        if (!rest.isEmpty()) {
            parts.add(rest);
        }
        return List.copyOf(parts);
    }

    private static int border(String text, int maxChars) {
        for (String border : BORDERS) {
            int at = text.lastIndexOf(border, maxChars - border.length());
            if (at >= maxChars / 4) {
                return at + border.length();
            }
        }
        return Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
    }
}
