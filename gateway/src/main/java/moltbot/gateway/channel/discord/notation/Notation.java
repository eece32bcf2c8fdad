package moltbot.gateway.channel.discord.notation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.channel.Styled;
import moltbot.contract.channel.Styled.Span;
import moltbot.contract.channel.Styled.Style;

/// A text with its styles in Discord's own
/// [notation](https://support.discord.com/hc/en-us/articles/210298617). What stands in the text is shown as it is, and
/// calls nobody: each sign that would mean something is escaped. Addresses are written so that they lead where they say
/// and are not fetched for a preview. Code that its own marks cannot hold is shown as text.
public final class Notation {
    /// Discord takes so many characters in one message. It counts code points; here UTF-16 units are, which are as many
    /// or more.
    public static final int MOST = 2_000;

    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>]+", Pattern.CASE_INSENSITIVE);
    private static final String FENCE = "```";

    /// What is written as it is and has no style but its own.
    ///
    /// @param written  with its marks
    private record Region(int start, int end, String written) {}

    private record Open(Style style, String mark, int at) {}

    private final String text;
    private final List<Span> styles;
    private final List<Region> regions = new ArrayList<>();
    private final Escapes escapes;
    private final StringBuilder out = new StringBuilder();
    private final Deque<Open> open = new ArrayDeque<>();

    public Notation(Styled styled) {
        this.text = styled.text();
        this.escapes = new Escapes(text);
        this.styles = styled.spans().stream()
                .filter(span -> span.style() != Style.CODE && span.style() != Style.CODE_BLOCK)
                .toList();
        code(styled, Style.CODE_BLOCK);
        code(styled, Style.CODE);
        addresses();
        regions.sort(Comparator.comparingInt(Region::start));
        write();
    }

    /// In UTF-16 units.
    public int length() {
        return out.length();
    }

    /// The text as it is sent.
    @Override
    public String toString() {
        return out.toString();
    }

    private void code(Styled styled, Style style) {
        for (Span span : styled.spans()) {
            if (span.style() == style && isFree(span.start(), span.end())) {
                String code = text.substring(span.start(), span.end());
                String written = style == Style.CODE ? inline(code) : block(code);
                if (!written.isEmpty()) {
                    regions.add(new Region(span.start(), span.end(), written));
                }
            }
        }
    }

    private boolean isFree(int start, int end) {
        return regions.stream().noneMatch(region -> region.start() < end && start < region.end());
    }

    private static String inline(String code) {
        boolean edged = code.startsWith("`") || code.endsWith("`");
        if (code.isBlank() || code.indexOf('\n') >= 0 || code.contains("``") || edged) {
            return "";
        }
        String mark = code.indexOf('`') < 0 ? "`" : "``";
        return mark + code + mark;
    }

    private static String block(String code) {
        return code.isBlank() || code.contains(FENCE) || code.endsWith("`") ? "" : FENCE + "\n" + code + "\n" + FENCE;
    }

    private void addresses() {
        List<Region> links = new ArrayList<>();
        Matcher found = ADDRESS.matcher(text);
        while (found.find()) {
            int start = found.start();
            int end = regions.stream()
                    .filter(region -> region.end() > start)
                    .mapToInt(Region::start)
                    .reduce(found.end(), Math::min);
            while (end > start && ".,:;!?\"'`*_~|)]}\\".indexOf(text.charAt(end - 1)) >= 0) {
                end--;
            }
            if (end > start + "https://".length()) {
                links.add(new Region(start, end, "<" + text.substring(start, end) + ">"));
            }
        }
        regions.addAll(links);
    }

    private void write() {
        NavigableSet<Integer> borders = new TreeSet<>(List.of(0, text.length()));
        styles.forEach(span -> borders.addAll(List.of(span.start(), span.end())));
        regions.forEach(region -> borders.addAll(List.of(region.start(), region.end())));
        int next = 0;
        int at = 0;
        while (at < text.length()) {
            if (next < regions.size() && regions.get(next).start() == at) {
                show(Set.of(), at);
                out.append(regions.get(next).written());
                at = regions.get(next++).end();
            } else {
                int end = borders.higher(at);
                piece(at, end);
                at = end;
            }
        }
        show(Set.of(), at);
    }

    private void piece(int from, int to) {
        Set<Style> wanted = EnumSet.noneOf(Style.class);
        for (Span span : styles) {
            if (span.start() <= from && to <= span.end()) {
                wanted.add(span.style());
            }
        }
        int at = from;
        while (at < to && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == to) {
            // A style of nothing but spaces is none.
            out.append(text, from, to);
            return;
        }
        close(wanted);
        out.append(text, from, at);
        show(wanted, at);
        for (; at < to; at++) {
            escapes.write(at, out);
        }
    }

    private void show(Set<Style> wanted, int at) {
        close(wanted);
        for (Style style : wanted) {
            if (open.stream().noneMatch(one -> one.style() == style)) {
                String mark = mark(style, at);
                out.append(mark);
                open.push(new Open(style, mark, out.length()));
            }
        }
    }

    private void close(Set<Style> wanted) {
        while (open.stream().anyMatch(one -> !wanted.contains(one.style()))) {
            int end = out.length();
            while (Character.isWhitespace(out.charAt(end - 1))) {
                end--;
            }
            out.insert(end, open.pop().mark());
        }
    }

    /// Underlines are no mark of slant before a letter.
    private String mark(Style style, int at) {
        if (style == Style.BOLD) {
            return "**";
        }
        if (style == Style.STRIKETHROUGH) {
            return "~~";
        }
        int end = styles.stream()
                .filter(span -> span.style() == Style.ITALIC && span.start() <= at && at < span.end())
                .mapToInt(Span::end)
                .max()
                .orElse(at);
        return end < text.length() && Character.isLetterOrDigit(text.charAt(end)) ? "*" : "_";
    }
}
