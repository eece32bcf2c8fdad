package moltbot.control.channel;

/// Names that strangers chose, as they may be shown.
final class PlainName {
    private static final int MOST = 64;

    private PlainName() {}

    /// On one line, without what a terminal obeys, and short.
    static String of(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints()
                .filter(c -> !Character.isISOControl(c)
                        && Character.getType(c) != Character.FORMAT
                        && Character.getType(c) != Character.LINE_SEPARATOR
                        && Character.getType(c) != Character.PARAGRAPH_SEPARATOR
                        && Character.getType(c) != Character.SURROGATE)
                .limit(MOST)
                .forEach(shown::appendCodePoint);
        return shown.toString().strip();
    }

    /// The same between quotation marks: what could end them is left out.
    static String quotable(String name) {
        String plain = name.replaceAll("['‘’“”\"]+", " ").strip();
        return plain.isEmpty() ? "without a name" : plain;
    }
}
