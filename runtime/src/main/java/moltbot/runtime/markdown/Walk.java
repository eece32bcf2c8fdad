package moltbot.runtime.markdown;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import moltbot.contract.channel.Styled;
import moltbot.contract.channel.Styled.Span;
import moltbot.contract.channel.Styled.Style;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;

/// Writes a tree of Markdown down, line by line. For one tree.
final class Walk extends AbstractVisitor {
    private static final String RULE = "———";
    private static final String QUOTE = "> ";
    private static final String DOT = "• ";
    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();
    private final List<Span> spans = new ArrayList<>();
    /// What every line begins with here.
    private String margin = "";
    /// Nothing was written yet in the quote or item that was begun last.
    private boolean fresh = true;
    /// Of the list that items are being written of, the number of the next.
    private int number;

    Styled styled() {
        spans.sort(Comparator.comparingInt(Span::start)
                .thenComparing(Comparator.comparingInt(Span::length).reversed()));
        return new Styled(out.toString(), spans);
    }

    private void line() {
        out.append('\n').append(margin);
    }

    /// A block begins: on a line of its own, and apart from the one before, but not in a list whose items are not.
    private void begin(Node block) {
        if (!fresh) {
            line();
            if (!isTight(block.getParent())) {
                line();
            }
        }
        fresh = false;
    }

    private static boolean isTight(Node parent) {
        Node list = parent instanceof ListItem ? parent.getParent() : parent;
        return list instanceof ListBlock block && block.isTight();
    }

    private void styled(Style style, Runnable what) {
        int start = out.length();
        what.run();
        if (out.length() > start && spans.size() < Styled.MOST_SPANS) {
            spans.add(new Span(start, out.length() - start, style));
        }
    }

    /// Lines as they are.
    private void lines(String literal) {
        String[] lines = literal.stripTrailing().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (i > 0) {
                line();
            }
            out.append(lines[i]);
        }
    }

    private void within(String first, String margins, Node container) {
        String before = margin;
        out.append(first);
        margin += margins;
        fresh = true;
        visitChildren(container);
        fresh = false;
        margin = before;
    }

    @Override
    public void visit(Paragraph paragraph) {
        begin(paragraph);
        visitChildren(paragraph);
    }

    @Override
    public void visit(Heading heading) {
        begin(heading);
        styled(Style.BOLD, () -> visitChildren(heading));
    }

    @Override
    public void visit(BlockQuote quote) {
        begin(quote);
        within(QUOTE, QUOTE, quote);
    }

    @Override
    public void visit(BulletList list) {
        items(list);
    }

    @Override
    public void visit(OrderedList list) {
        int outer = number;
        Integer first = list.getMarkerStartNumber();
        number = first == null ? 1 : first;
        items(list);
        number = outer;
    }

    /// The list stands apart from what is before it, however close its items are.
    private void items(ListBlock list) {
        begin(list);
        fresh = true;
        visitChildren(list);
    }

    @Override
    public void visit(ListItem item) {
        begin(item);
        String marker = item.getParent() instanceof OrderedList ? number++ + ". " : DOT;
        within(marker, INDENT, item);
    }

    @Override
    public void visit(FencedCodeBlock block) {
        begin(block);
        styled(Style.CODE_BLOCK, () -> lines(block.getLiteral()));
    }

    @Override
    public void visit(IndentedCodeBlock block) {
        begin(block);
        styled(Style.CODE_BLOCK, () -> lines(block.getLiteral()));
    }

    @Override
    public void visit(HtmlBlock block) {
        begin(block);
        lines(block.getLiteral());
    }

    @Override
    public void visit(ThematicBreak rule) {
        begin(rule);
        out.append(RULE);
    }

    @Override
    public void visit(CustomBlock block) {
        if (block instanceof TableBlock table) {
            begin(table);
            table(table);
        } else {
            visitChildren(block);
        }
    }

    /// A row is an item: what its first cell says, and the others below by what their columns are called.
    private void table(TableBlock table) {
        List<TableRow> rows = new ArrayList<>();
        for (Node part : children(table)) {
            children(part).forEach(row -> rows.add((TableRow) row));
        }
        List<String> names =
                children(rows.removeFirst()).stream().map(this::taken).toList();
        if (rows.isEmpty()) {
            out.append(String.join(" · ", names));
        }
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                line();
            }
            row(children(rows.get(i)), names);
        }
    }

    private void row(List<Node> cells, List<String> names) {
        out.append(DOT);
        for (int i = 0; i < cells.size(); i++) {
            Node cell = cells.get(i);
            if (i == 0) {
                styled(Style.BOLD, () -> visitChildren(cell));
            } else if (cell.getFirstChild() != null) {
                line();
                out.append(INDENT).append(names.get(i)).append(": ");
                visitChildren(cell);
            }
        }
    }

    /// What is in a cell, without writing it.
    private String taken(Node cell) {
        int start = out.length();
        int styles = spans.size();
        visitChildren(cell);
        String text = out.substring(start);
        out.setLength(start);
        spans.subList(styles, spans.size()).clear();
        return text;
    }

    private static List<Node> children(Node parent) {
        List<Node> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
            children.add(child);
        }
        return children;
    }

    @Override
    public void visit(Text text) {
        out.append(text.getLiteral());
    }

    @Override
    public void visit(SoftLineBreak lineBreak) {
        line();
    }

    @Override
    public void visit(HardLineBreak lineBreak) {
        line();
    }

    @Override
    public void visit(Emphasis emphasis) {
        styled(Style.ITALIC, () -> visitChildren(emphasis));
    }

    @Override
    public void visit(StrongEmphasis emphasis) {
        styled(Style.BOLD, () -> visitChildren(emphasis));
    }

    @Override
    public void visit(CustomNode node) {
        if (node instanceof Strikethrough) {
            styled(Style.STRIKETHROUGH, () -> visitChildren(node));
        } else {
            visitChildren(node);
        }
    }

    @Override
    public void visit(Code code) {
        styled(Style.CODE, () -> out.append(code.getLiteral()));
    }

    @Override
    public void visit(HtmlInline html) {
        out.append(html.getLiteral());
    }

    @Override
    public void visit(Link link) {
        labelled(link, link.getDestination());
    }

    @Override
    public void visit(Image image) {
        labelled(image, image.getDestination());
    }

    /// A label alone could say that it leads elsewhere.
    private void labelled(Node node, String destination) {
        int start = out.length();
        visitChildren(node);
        String label = out.substring(start);
        if (label.isEmpty()) {
            out.append(destination);
        } else if (!label.equals(destination) && !destination.equals("mailto:" + label)) {
            out.append(" (").append(destination).append(')');
        }
    }
}
