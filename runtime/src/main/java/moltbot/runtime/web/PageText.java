package moltbot.runtime.web;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/// A page as lines of text: what a person would read, with where its links lead.
final class PageText {
    private static final Pattern CHARSET =
            Pattern.compile("charset=[\"']?([A-Za-z0-9._:-]+)", Pattern.CASE_INSENSITIVE);
    private static final String SILENT = "script,style,noscript,template,svg,iframe,object,embed,head > *:not(title),"
            + "[hidden],[aria-hidden=true],nav,footer,form select";
    private static final int ENOUGH = 400;
    private static final int MOST_LINES = 20_000;
    private static final int MOST_TAGS = 60_000;
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final List<String> lines = new ArrayList<>();
    private StringBuilder line = new StringBuilder();

    private PageText() {}

    /// The lines of a page of any readable type.
    static List<String> of(Web.Page page) {
        String kind = page.type().toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
        if (!kind.equals("text/html") && !kind.equals("application/xhtml+xml")) {
            return new String(page.body(), charset(page.type()))
                    .lines()
                    .limit(MOST_LINES)
                    .toList();
        }
        ONE_AT_A_TIME.lock();
        try {
            return read(page);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private static List<String> read(Web.Page page) {
        Document document = CHARSET.matcher(page.type()).find()
                ? Jsoup.parse(bounded(new String(page.body(), charset(page.type()))), page.url())
                : parsed(page);
        PageText text = new PageText();
        text.add(document.title());
        text.end();
        document.select(SILENT).remove();
        text.walk(main(document));
        text.end();
        return text.lines;
    }

    /// A short piece of a page without its marks.
    static String plain(String html) {
        return Jsoup.parseBodyFragment(html).text();
    }

    /// The page says itself how it is written, or it is UTF-8.
    private static Document parsed(Web.Page page) {
        try {
            byte[] body = bounded(new String(page.body(), StandardCharsets.ISO_8859_1))
                    .getBytes(StandardCharsets.ISO_8859_1);
            return Jsoup.parse(new java.io.ByteArrayInputStream(body), null, page.url());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// A page's beginning, with no more tags than this process has room for: each takes many times its own bytes.
    private static String bounded(String html) {
        int tags = 0;
        for (int at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
            if (++tags > MOST_TAGS) {
                return html.substring(0, at);
            }
        }
        return html;
    }

    private static Charset charset(String type) {
        Matcher named = CHARSET.matcher(type);
        if (named.find()) {
            try {
                return Charset.forName(named.group(1));
            } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                return StandardCharsets.UTF_8;
            }
        }
        return StandardCharsets.UTF_8;
    }

    /// What the page says is its content, if that is more than a headline.
    private static Element main(Document document) {
        for (String where : List.of("main", "[role=main]", "article")) {
            Element found = document.selectFirst(where);
            if (found != null && found.text().length() >= ENOUGH) {
                return found;
            }
        }
        return document.body();
    }

    /// Depth first, without a stack of calls that a page could make as deep as it likes.
    private void walk(Element root) {
        org.jsoup.select.NodeTraversor.traverse(
                new org.jsoup.select.NodeVisitor() {
                    @Override
                    public void head(Node node, int depth) {
                        enter(node);
                    }

                    @Override
                    public void tail(Node node, int depth) {
                        leave(node);
                    }
                },
                root);
    }

    private void enter(Node node) {
        if (node instanceof TextNode text) {
            add(text.text());
        } else if (node instanceof Element element) {
            switch (element.normalName()) {
                case "h1", "h2", "h3", "h4", "h5", "h6" -> {
                    end();
                    add("#".repeat(element.normalName().charAt(1) - '0') + " ");
                }
                case "li" -> {
                    end();
                    add("- ");
                }
                case "td", "th" -> add(line.isEmpty() ? "" : " · ");
                case "img" -> add(element.attr("alt").isBlank() ? "" : "(image: " + element.attr("alt") + ")");
                case "br", "hr" -> end();
                default -> {
                    if (element.isBlock()) {
                        end();
                    }
                }
            }
        }
    }

    private void leave(Node node) {
        if (node instanceof Element element) {
            if (element.normalName().equals("a") && element.hasText()) {
                String leads = element.absUrl("href");
                add(leads.startsWith("http") ? " (" + leads + ")" : "");
            }
            boolean cell =
                    element.normalName().equals("td") || element.normalName().equals("th");
            if (element.isBlock() && !cell) {
                end();
            }
        }
    }

    private void add(String text) {
        if (!line.isEmpty() && line.charAt(line.length() - 1) == ' ') {
            line.append(text.stripLeading());
        } else {
            line.append(text);
        }
    }

    private void end() {
        String whole = line.toString().strip();
        if (!whole.isEmpty() && lines.size() < MOST_LINES) {
            lines.add(whole);
        }
        line = new StringBuilder();
    }
}
