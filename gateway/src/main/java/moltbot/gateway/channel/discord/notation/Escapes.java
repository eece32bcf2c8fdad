package moltbot.gateway.channel.discord.notation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes the signs of a text so that none of them means anything to Discord: no style, no mention, no link
/// with another name, no list or heading, no picture for a word between colons.
final class Escapes {
    private static final String ALWAYS = "\\*_~`|<@[";
    private static final String AT_THE_START = "#>-+";
    private static final Pattern EMOJI = Pattern.compile(":[A-Za-z0-9_+-]+:");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+\\.");

    private final String text;

    Escapes(String text) {
        this.text = text;
    }

    /// Writes the sign that stands there.
    void write(int at, StringBuilder out) {
        char sign = text.charAt(at);
        if (ALWAYS.indexOf(sign) >= 0
                || (AT_THE_START.indexOf(sign) >= 0 && isFirst(at))
                || (sign == '.' && isAfterNumber(at))
                || (sign == ':' && starts(EMOJI, at))) {
            out.append('\\');
        }
        out.append(sign);
    }

    private boolean starts(Pattern pattern, int at) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        return matcher.lookingAt();
    }

    private int lineStart(int at) {
        int start = text.lastIndexOf('\n', at - 1) + 1;
        while (start < at && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        return start;
    }

    private boolean isFirst(int at) {
        return lineStart(at) == at;
    }

    private boolean isAfterNumber(int at) {
        int start = lineStart(at);
        Matcher number = NUMBER.matcher(text).region(start, text.length());
        return number.lookingAt() && number.end() == at + 1;
    }
}
