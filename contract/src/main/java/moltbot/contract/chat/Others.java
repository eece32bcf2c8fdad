package moltbot.contract.chat;

import java.util.stream.Collectors;

/// Words of others within a message of somebody's: what they sent on, or answer to. Each line stands behind a mark, so
/// that what is whose own can be told wherever the message is read.
public final class Others {
    private static final String MARK = "> ";
    private static final String SENT_ON = "(Sent on; these are somebody else's words:)";

    private Others() {}

    /// What somebody sent on, as a part of their message. They did not write it; nor did they give it as an order.
    public static String sentOn(String text) {
        return SENT_ON + "\n" + quoted(text);
    }

    /// What somebody answers to, as a part of their message.
    public static String quoted(String text) {
        return text.lines().map(line -> MARK + line).collect(Collectors.joining("\n"));
    }

    /// True where a message has something in it that was sent on.
    public static boolean areIn(String message) {
        return message.lines().anyMatch(SENT_ON::equals);
    }

    /// A message without the words of others: what whoever sent it wrote themself.
    public static String without(String message) {
        return message.lines()
                .filter(line -> !line.startsWith(MARK) && !line.equals(SENT_ON))
                .collect(Collectors.joining("\n"))
                .strip();
    }
}
