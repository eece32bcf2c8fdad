package moltbot.runtime.markdown;

import java.util.List;
import moltbot.contract.channel.Styled;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;

/// Reads Markdown ([CommonMark](https://spec.commonmark.org/) with GitHub's tables and strikethrough) for readers who
/// have lines and a few styles and nothing else: headings are bold, items have dots or their numbers, tables become
/// lists. Whoever reads it sees where every link leads, and HTML as it was written. The same text gives the same,
/// each time. Safe for several threads.
public final class Markdown {
    /// Deeper than anybody writes; what is within is shown as it was written.
    private static final int DEPTH = 40;

    /// Longer than answers are. Some texts of brackets take the parser a time that grows with the square of their
    /// length:
    /// one of so many characters takes two seconds, one of 200,000 a minute.
    static final int LONGEST = 40_000;

    private static final System.Logger LOG = System.getLogger("outbox");

    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(
                    TablesExtension.create(),
                    StrikethroughExtension.builder().requireTwoTildes(true).build()))
            .maxOpenBlockParsers(DEPTH)
            .maxInlineNesting(DEPTH)
            .build();

    private Markdown() {}

    /// Never blank where the text is not. A text that is too long to be read is shown as it was written.
    public static Styled read(String text) {
        if (text.length() > LONGEST) {
            return Styled.plain(text).strip();
        }
        Styled plain = Styled.plain(text).strip();
        try {
            Walk walk = new Walk();
            PARSER.parse(text).accept(walk);
            Styled read = walk.styled().strip();
            return read.text().isEmpty() ? plain : read;
        } catch (RuntimeException e) {
            // A text that the parser stumbles over must not hold up every letter behind it.
            LOG.log(System.Logger.Level.WARNING, "An answer could not be read as Markdown; it is shown as it is.", e);
            return plain;
        }
    }
}
