package moltbot.gateway.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import moltbot.contract.Cut;
import moltbot.contract.channel.Styled;
import moltbot.contract.channel.Styled.Span;
import moltbot.contract.channel.Styled.Style;

/// Cuts a text into messages that are not too long, at the border that a reader minds least. Lines of code stay
/// together where a message can hold them; a style that is cut goes on.
final class Parts {
    private static final List<String> BORDERS = List.of("\n\n", "\n", ". ", " ");

    /// A part of so few is never too long.
    private static final int LEAST = 64;

    private final Styled whole;
    private final String text;
    private final int max;
    private final ToIntFunction<Styled> length;
    private final NavigableMap<Integer, Span> blocks = new TreeMap<>();
    private final List<Styled> parts = new ArrayList<>();

    private Parts(Styled whole, int max, ToIntFunction<Styled> length) {
        this.whole = whole;
        this.text = whole.text();
        this.max = max;
        this.length = length;
        whole.spans().stream()
                .filter(span -> span.style() == Style.CODE_BLOCK)
                .forEach(block -> blocks.put(block.start(), block));
    }

    /// The same text and bound give the same parts, each time: a letter goes on where it was left.
    static List<Styled> of(Styled text, Channel channel) {
        return of(text, channel.capabilities().maxChars(), channel::length);
    }

    /// @param length  of a part, which is at most `maxChars`
    static List<Styled> of(Styled text, int maxChars, ToIntFunction<Styled> length) {
        Parts parts = new Parts(text.strip(), maxChars, length);
        parts.cut();
        return List.copyOf(parts.parts);
    }

    private void cut() {
        int at = 0;
        while (at < text.length()) {
            int end = end(at);
            add(at, end);
            at = next(end);
        }
    }

    /// The signs that a messenger adds may make a part too long; then it is tried with less.
    private int end(int at) {
        int most = max;
        int end = text.length() - at > most ? border(at, most) : text.length();
        while (most > LEAST && length.applyAsInt(whole.slice(at, end)) > max) {
            most = Math.max(LEAST, most * 3 / 4);
            end = text.length() - at > most ? border(at, most) : text.length();
        }
        return end;
    }

    private void add(int from, int to) {
        int end = from + text.substring(from, to).stripTrailing().length();
        if (end > from) {
            parts.add(whole.slice(from, end));
        }
    }

    /// Where the next part begins. Code keeps its indentation.
    private int next(int end) {
        int at = end;
        boolean code = within(end).isPresent();
        while (at < text.length() && (code ? text.charAt(at) == '\n' : Character.isWhitespace(text.charAt(at)))) {
            at++;
        }
        // White space that begins a block of code belongs to it.
        Integer start = blocks.ceilingKey(end);
        return start == null ? at : Math.min(at, start);
    }

    private int border(int at, int most) {
        int last = at + most;
        Optional<Span> block = within(last);
        if (block.isPresent() && block.get().start() > at && block.get().length() <= most) {
            return block.get().start();
        }
        for (String border : block.isPresent() ? List.of("\n") : BORDERS) {
            int found = text.lastIndexOf(border, last - border.length());
            while (block.isEmpty()
                    && found >= at + most / 4
                    && within(found + 1).isPresent()) {
                found = text.lastIndexOf(border, found - 1);
            }
            if (found >= at + most / 4) {
                return found + border.length();
            }
        }
        return Cut.at(text, last);
    }

    /// The block of code that a cut there would be inside of.
    private Optional<Span> within(int position) {
        Map.Entry<Integer, Span> before = blocks.lowerEntry(position);
        return before != null && position < before.getValue().end() ? Optional.of(before.getValue()) : Optional.empty();
    }
}
