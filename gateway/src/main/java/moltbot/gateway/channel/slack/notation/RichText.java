package moltbot.gateway.channel.slack.notation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
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
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// A text with its styles as a [rich text block](https://docs.slack.dev/reference/block-kit/blocks/rich-text-block),
/// in which styles stand beside the text: nothing in the text has a meaning, and it calls nobody. Slack's marks within
/// a text (`mrkdwn`) have no way to write most of their own signs. An address is a link that says where it leads.
public final class RichText {
    /// Slack wants no longer texts.
    public static final int MOST = 4_000;

    /// Slack takes some 13,000 characters of blocks in all, their own signs included, and does not say how it counts.
    private static final int BYTES_FOR_EACH = 3;

    private static final int LONGEST_LINK = 2_000;
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>]+", Pattern.CASE_INSENSITIVE);

    private record Link(int start, int end) {}

    private final String text;
    private final List<Span> styles;
    private final List<Link> links = new ArrayList<>();
    private final List<JsonObject> elements = new ArrayList<>();

    private RichText(Styled styled) {
        this.text = styled.text();
        this.styles = styled.spans().stream()
                .filter(span -> span.style() != Style.CODE_BLOCK)
                .toList();
        addresses();
        int at = 0;
        for (Span block : blocks(styled)) {
            if (block.start() >= at) {
                section(at, block.start());
                code(block.start(), block.end());
                at = block.end();
            }
        }
        section(at, text.length());
    }

    /// The message's blocks.
    public static JsonArray of(Styled styled) {
        return JsonArray.of(List.of(JsonObject.with("type", "rich_text")
                .with("elements", JsonArray.of(new RichText(styled).elements))
                .build()));
    }

    /// How long it is to Slack: as its text, or more where much of it has styles.
    public static int length(Styled styled) {
        int bytes = of(styled).toString().getBytes(StandardCharsets.UTF_8).length;
        return Math.max(styled.text().length(), Math.ceilDiv(bytes, BYTES_FOR_EACH));
    }

    /// The same without styles, for notifications: the three signs that mean something in every text of Slack's are
    /// written so that they do not.
    public static String plain(Styled styled) {
        return styled.text().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static List<Span> blocks(Styled styled) {
        return styled.spans().stream()
                .filter(span -> span.style() == Style.CODE_BLOCK)
                .sorted(Comparator.comparingInt(Span::start))
                .toList();
    }

    private void addresses() {
        Matcher found = ADDRESS.matcher(text);
        while (found.find()) {
            int start = found.start();
            int end = found.end();
            while (end > start && ".,:;!?\"'`*_~|)]}\\".indexOf(text.charAt(end - 1)) >= 0) {
                end--;
            }
            if (end > start + "https://".length() && end - start <= LONGEST_LINK) {
                links.add(new Link(start, end));
            }
        }
    }

    /// Lines of code stand on lines of their own, so the ends of lines around them are not written.
    private void code(int from, int to) {
        String code = text.substring(from, to);
        if (!code.isEmpty()) {
            elements.add(JsonObject.with("type", "rich_text_preformatted")
                    .with("elements", JsonArray.of(List.of(plain(code))))
                    .build());
        }
    }

    private static JsonObject plain(String text) {
        return JsonObject.with("type", "text").with("text", text).build();
    }

    private void section(int from, int to) {
        int start = from > 0 && from < to && text.charAt(from) == '\n' ? from + 1 : from;
        int end = to < text.length() && start < to && text.charAt(to - 1) == '\n' ? to - 1 : to;
        if (start >= end) {
            return;
        }
        NavigableSet<Integer> borders = new TreeSet<>(List.of(start, end));
        styles.forEach(span -> border(borders, span.start(), span.end()));
        links.forEach(link -> border(borders, link.start(), link.end()));
        List<JsonObject> pieces = new ArrayList<>();
        for (int at = start; at < end; at = next(borders, at)) {
            pieces.add(piece(at, next(borders, at)));
        }
        elements.add(JsonObject.with("type", "rich_text_section")
                .with("elements", JsonArray.of(pieces))
                .build());
    }

    private static void border(NavigableSet<Integer> borders, int start, int end) {
        int last = borders.last();
        if (start > borders.first() && start < last) {
            borders.add(start);
        }
        if (end > borders.first() && end < last) {
            borders.add(end);
        }
    }

    private static int next(NavigableSet<Integer> borders, int at) {
        Integer next = borders.higher(at);
        return next == null ? at : next;
    }

    private JsonObject piece(int from, int to) {
        Set<Style> shown = EnumSet.noneOf(Style.class);
        styles.stream()
                .filter(span -> span.start() <= from && to <= span.end())
                .forEach(span -> shown.add(span.style()));
        String piece = text.substring(from, to);
        boolean link = links.stream().anyMatch(one -> one.start() <= from && to <= one.end());
        JsonObject.Builder written;
        if (link && !shown.contains(Style.CODE)) {
            written = JsonObject.with("type", "link").with("url", address(from)).with("text", piece);
        } else {
            written = plain(piece).toBuilder();
        }
        if (!shown.isEmpty()) {
            JsonObject.Builder style = JsonObject.with("bold", shown.contains(Style.BOLD));
            style.with("italic", shown.contains(Style.ITALIC));
            style.with("strike", shown.contains(Style.STRIKETHROUGH));
            style.with("code", shown.contains(Style.CODE));
            written.with("style", style.build());
        }
        return written.build();
    }

    /// Where the whole link leads that a piece is of.
    private String address(int at) {
        return links.stream()
                .filter(link -> link.start() <= at && at < link.end())
                .map(link -> text.substring(link.start(), link.end()))
                .findFirst()
                .orElseThrow();
    }
}
