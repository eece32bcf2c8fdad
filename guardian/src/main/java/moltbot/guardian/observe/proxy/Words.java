package moltbot.guardian.observe.proxy;

import java.util.ArrayList;
import java.util.List;

/// Splits nginx's and Caddy's files into directives. Tolerant: what it does not understand it takes for words, for it
/// is no judge of these files; bounded in depth and number, and never fails.
final class Words {
    private static final int MOST_DEPTH = 32;
    private static final int MOST_DIRECTIVES = 20_000;

    private final String text;
    private final String file;
    private final boolean byLine;
    private int at;
    private int line = 1;
    private int count;

    private Words(String text, String file, boolean byLine) {
        this.text = text;
        this.file = file;
        this.byLine = byLine;
    }

    /// Directives that end with a semicolon.
    static Directive nginx(String text, String file) {
        return new Directive(List.of(), new Words(text, file, false).block(0), file);
    }

    /// Directives that end with their line.
    static Directive caddy(String text, String file) {
        return new Directive(List.of(), new Words(text, file, true).block(0), file);
    }

    private List<Directive> block(int depth) {
        List<Directive> directives = new ArrayList<>();
        while (at < text.length() && count < MOST_DIRECTIVES) {
            int began = line;
            List<String> words = new ArrayList<>();
            char end = words(words);
            if (end == '{') {
                List<Directive> inner = depth < MOST_DEPTH ? block(depth + 1) : List.of();
                directives.add(new Directive(words, inner, file + ":" + began));
                count++;
            } else {
                if (!words.isEmpty()) {
                    directives.add(new Directive(words, List.of(), file + ":" + began));
                    count++;
                }
                if (end == '}' && depth > 0) {
                    return directives;
                }
            }
        }
        return directives;
    }

    /// Takes the words up to what ends them, and says what that was.
    private char words(List<String> words) {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                at = lineEnd();
            } else if (c == '\n') {
                at++;
                line++;
                if (byLine && !words.isEmpty()) {
                    return '\n';
                }
            } else if (Character.isWhitespace(c)) {
                at++;
            } else if ((c == ';' && !byLine) || c == '}' || (c == '{' && blockBegins())) {
                at++;
                return c;
            } else {
                words.add(c == '"' || c == '\'' || c == '`' ? quoted(c) : word());
            }
        }
        return '\n';
    }

    private int lineEnd() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    /// In Caddy's files a brace within a word stands for a value: `{$NAME}`.
    private boolean blockBegins() {
        return !byLine || at + 1 >= text.length() || Character.isWhitespace(text.charAt(at + 1));
    }

    private String quoted(char mark) {
        StringBuilder word = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != mark) {
            char c = text.charAt(at++);
            line += c == '\n' ? 1 : 0;
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            word.append(c);
        }
        at++;
        return word.toString();
    }

    private String word() {
        int from = at;
        int open = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean value = c == '{' && ((at > from && text.charAt(at - 1) == '$') || byLine);
            open += value ? 1 : 0;
            if (Character.isWhitespace(c) || (open == 0 && "{};".indexOf(c) >= 0 && !(byLine && c == ';'))) {
                break;
            }
            open -= c == '}' && open > 0 ? 1 : 0;
            at++;
        }
        if (at == from) {
            at++;
        }
        return text.substring(from, at);
    }
}
