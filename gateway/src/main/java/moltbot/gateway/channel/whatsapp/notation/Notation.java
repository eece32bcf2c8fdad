package moltbot.gateway.channel.whatsapp.notation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import moltbot.contract.channel.Styled;
import moltbot.contract.channel.Styled.Span;
import moltbot.contract.channel.Styled.Style;

/// A text with its styles in WhatsApp's own [signs](https://faq.whatsapp.com/539178204879377). WhatsApp knows no sign
/// that takes another's meaning away, so a style is written only where it cannot be taken for anything else: around
/// whole words of one line, without its own sign among them. All else is shown without it, and no word is lost.
public final class Notation {
    /// WhatsApp takes so many characters in one message; here UTF-16 units are counted, which are as many or more.
    public static final int MOST = 4_096;

    private static final String FENCE = "```";

    /// Words that are written between two marks.
    private record Region(int start, int end, String mark) {
        boolean code() {
            return mark.startsWith("`");
        }

        boolean meets(Region other) {
            return start < other.end && other.start < end;
        }

        /// Whether neither is within the other, though they meet.
        boolean crosses(Region other) {
            boolean within = start >= other.start && end <= other.end;
            boolean around = other.start >= start && other.end <= end;
            return meets(other) && !within && !around;
        }
    }

    private final String text;
    private final List<Region> regions = new ArrayList<>();
    private final BitSet inCode = new BitSet();
    private final String written;

    public Notation(Styled styled) {
        this.text = styled.text();
        for (Style style : List.of(Style.CODE_BLOCK, Style.CODE)) {
            styled.spans().stream().filter(span -> span.style() == style).forEach(this::code);
        }
        for (Style style : List.of(Style.BOLD, Style.ITALIC, Style.STRIKETHROUGH)) {
            styled.spans().stream().filter(span -> span.style() == style).forEach(this::words);
        }
        this.written = write();
    }

    /// In UTF-16 units.
    public int length() {
        return written.length();
    }

    /// The text as it is sent.
    @Override
    public String toString() {
        return written;
    }

    private void code(Span span) {
        boolean block = span.style() == Style.CODE_BLOCK;
        String code = text.substring(span.start(), span.end());
        boolean held = block ? !code.contains(FENCE) && !code.startsWith("`") && !code.endsWith("`") : isInline(code);
        if (held && !code.isBlank()) {
            accept(new Region(span.start(), span.end(), block ? FENCE : "`"));
        }
    }

    private static boolean isInline(String code) {
        return code.indexOf('`') < 0 && code.indexOf('\n') < 0 && code.equals(code.strip());
    }

    /// A style of words ends with its line, and leaves code out.
    private void words(Span span) {
        int from = span.start();
        for (int at = from; at <= span.end(); at++) {
            int end = at;
            if (at == span.end() || text.charAt(at) == '\n' || inCode.get(at)) {
                line(from, end, span.style());
                from = at + 1;
            }
        }
    }

    private void line(int from, int to, Style style) {
        int start = from;
        int end = to;
        while (start < end && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        String mark = style == Style.BOLD ? "*" : style == Style.ITALIC ? "_" : "~";
        if (start < end && text.substring(start, end).indexOf(mark.charAt(0)) < 0) {
            accept(new Region(start, end, mark));
        }
    }

    private void accept(Region region) {
        char sign = region.mark().charAt(0);
        boolean free = isBorder(region.start() - 1, sign) && isBorder(region.end(), sign);
        if (free && regions.stream().noneMatch(other -> region.crosses(other) || isTwice(region, other))) {
            regions.add(region);
            if (region.code()) {
                inCode.set(region.start(), region.end());
            }
        }
    }

    /// The same words in the same style, or code within code.
    private static boolean isTwice(Region region, Region other) {
        return region.meets(other) && (region.mark().equals(other.mark()) || (region.code() && other.code()));
    }

    /// A mark beside a letter, or beside its like, is shown as it is.
    private boolean isBorder(int at, char sign) {
        return at < 0
                || at >= text.length()
                || (!Character.isLetterOrDigit(text.charAt(at)) && text.charAt(at) != sign);
    }

    private String write() {
        StringBuilder out = new StringBuilder(text.length() + 4 * regions.size());
        NavigableMap<Integer, List<Region>> borders = new TreeMap<>();
        for (Region region : regions) {
            borders.computeIfAbsent(region.start(), _ -> new ArrayList<>()).add(region);
            borders.computeIfAbsent(region.end(), _ -> new ArrayList<>()).add(region);
        }
        int at = 0;
        for (Map.Entry<Integer, List<Region>> border : borders.entrySet()) {
            int here = border.getKey();
            out.append(text, at, here);
            at = here;
            // Of those that end here the shortest is within the others; of those that begin, the longest is around.
            border.getValue().sort(Comparator.comparingInt(region -> region.end() - region.start()));
            border.getValue().stream().filter(region -> region.end() == here).forEach(one -> out.append(one.mark()));
            border.getValue().reversed().stream()
                    .filter(region -> region.start() == here)
                    .forEach(one -> out.append(one.mark()));
        }
        return out.append(text, at, text.length()).toString();
    }
}
