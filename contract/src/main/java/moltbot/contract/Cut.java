package moltbot.contract;

/// Cuts texts that are too long, never through the middle of a sign: some signs are two UTF-16 units (a surrogate
/// pair), and half of one is none.
public final class Cut {
    private static final String MARK = "…";

    private Cut() {}

    /// The last place up to this one where a text can be cut.
    public static int at(String text, int place) {
        boolean within = place > 0
                && place < text.length()
                && Character.isLowSurrogate(text.charAt(place))
                && Character.isHighSurrogate(text.charAt(place - 1));
        return within ? place - 1 : place;
    }

    /// The beginning of a text, of at most so many units; nothing is added.
    public static String of(String text, int most) {
        return text.length() <= most ? text : text.substring(0, at(text, most));
    }

    /// The beginning of a text, of at most so many units and, where there is more, a `…`.
    public static String marked(String text, int most) {
        return text.length() <= most ? text : of(text, most) + MARK;
    }

    /// As [#marked(String, int)], but with its `…` no longer than that.
    public static String within(String text, int most) {
        return within(text, most, MARK);
    }

    /// As [#within(String, int)], with another mark.
    public static String within(String text, int most, String mark) {
        return text.length() <= most ? text : of(text, most - mark.length()) + mark;
    }

    /// The end of a text, of at most so many units; nothing is added.
    public static String last(String text, int most) {
        int from = text.length() - most;
        return from <= 0 ? text : text.substring(at(text, from) == from ? from : from + 1);
    }
}
