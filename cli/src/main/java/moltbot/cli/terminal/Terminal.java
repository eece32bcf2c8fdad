package moltbot.cli.terminal;

import java.io.PrintStream;

/// What is printed for people. Text that came from elsewhere passes [#plain], so that no message, command output or
/// log line can move the cursor, change a title or hide itself.
public final class Terminal {
    private final PrintStream out;

    public Terminal(PrintStream out) {
        this.out = out;
    }

    public void line(String text) {
        out.println(text);
    }

    public void piece(String text) {
        out.print(text);
        out.flush();
    }

    /// The text without control characters, line breaks and tabs kept.
    public static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c == '\n'
                        || c == '\t'
                        || !(Character.isISOControl(c) || Character.getType(c) == Character.FORMAT))
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
