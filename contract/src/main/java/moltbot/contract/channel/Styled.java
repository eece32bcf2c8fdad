package moltbot.contract.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// A text as a messenger shows it, and what of it looks otherwise than the rest. Written as
/// `{"text","spans":[{"start","length","style"}]}`. Nothing in the text itself has a meaning.
///
/// @param spans  in the order of their starts; they may overlap
public record Styled(String text, List<Span> spans) {
    /// As many as a message of a megabyte could have use for.
    public static final int MOST_SPANS = 4_000;

    /// How something looks.
    public enum Style {
        BOLD,
        ITALIC,
        STRIKETHROUGH,
        /// A word of code within a line.
        CODE,
        /// Lines of code, which belong together.
        CODE_BLOCK;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Style of(String word) {
            for (Style style : values()) {
                if (style.word().equals(word)) {
                    return style;
                }
            }
            throw ContractException.malformed("There is no such style.");
        }
    }

    /// Part of the text.
    ///
    /// @param start   in UTF-16 units from the beginning of the text
    /// @param length  in UTF-16 units; at least one
    public record Span(int start, int length, Style style) {
        public int end() {
            return start + length;
        }
    }

    public Styled {
        spans = List.copyOf(spans);
        if (spans.size() > MOST_SPANS) {
            throw ContractException.malformed("A text has at most " + MOST_SPANS + " styles.");
        }
        for (Span span : spans) {
            if (span.start() < 0 || span.length() < 1 || span.length() > text.length() - span.start()) {
                throw ContractException.malformed("A style is outside of its text.");
            }
        }
    }

    /// A text that is shown as it is.
    public static Styled plain(String text) {
        return new Styled(text, List.of());
    }

    /// Part of it, with as much of its styles.
    public Styled slice(int from, int to) {
        List<Span> kept = new ArrayList<>();
        for (Span span : spans) {
            int start = Math.max(span.start(), from);
            int end = Math.min(span.end(), to);
            if (end > start) {
                kept.add(new Span(start - from, end - start, span.style()));
            }
        }
        return new Styled(text.substring(from, to), kept);
    }

    /// Without white space around it.
    public Styled strip() {
        int from = text.length() - text.stripLeading().length();
        return slice(from, Math.max(from, text.stripTrailing().length()));
    }

    public JsonObject toJson() {
        return JsonObject.with("text", text)
                .with(
                        "spans",
                        JsonArray.of(spans.stream()
                                .map(span -> JsonObject.with("start", span.start())
                                        .with("length", span.length())
                                        .with("style", span.style().word())
                                        .build())
                                .toList()))
                .build();
    }

    public static Styled fromJson(JsonObject json) {
        List<Span> spans = json.list("spans").objects().stream()
                .map(span -> new Span(span.integer("start"), span.integer("length"), Style.of(span.text("style"))))
                .toList();
        return new Styled(json.text("text"), spans);
    }
}
