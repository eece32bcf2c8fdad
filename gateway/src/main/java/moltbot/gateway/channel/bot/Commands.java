package moltbot.gateway.channel.bot;

import java.util.regex.Pattern;

/// Commands in messengers whose own programs take what begins with a slash for themselves.
public final class Commands {
    private static final Pattern COMMAND =
            Pattern.compile("!(?=(?:help|stop|new|status|model|compact|usage|memory|schedule|approve|deny)(?:\\s|$))");

    private Commands() {}

    /// The same text, with a slash where a command begins with an exclamation mark.
    public static String slashed(String text) {
        return COMMAND.matcher(text).lookingAt() ? "/" + text.substring(1) : text;
    }
}
