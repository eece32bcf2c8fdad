package moltbot.runtime.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.words.Words;

/// What a model is told of a page. The house's own words stand in brackets; everything that a page can choose stands
/// behind the mark of [Words].
final class Report {
    private static final int MOST_CHARS = 14_000;
    private static final int MOST_LINE = 1_300;
    private static final int MOST_ORIGINS = 10;
    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.:-]{1,260}");

    private Report() {}

    /// The page as it is now.
    ///
    /// @param from  the first of its lines to show
    static ToolOutcome page(Browser browser, int from) throws InterruptedException {
        Page.View view = browser.page().read();
        if (!view.url().matches("(https?|about|chrome-error):.*")) {
            browser.page().open("about:blank");
            return ToolOutcome.of(Outcome.FAILED, "[The page led to a place no browser here goes, so it was left.]");
        }
        List<String> theirs = new ArrayList<>();
        theirs.add(view.title());
        theirs.add(view.url());
        List<String> notes = new ArrayList<>();
        int to = shown(view.lines(), from, theirs);
        if (to < view.lines().size()) {
            notes.add("More of the page: read with from=" + to + ".");
        } else if (!view.whole()) {
            notes.add("The page is longer than can be read here.");
        }
        missing(browser, view, theirs, notes);
        theirs.addAll(browser.events().told());
        StringBuilder text = new StringBuilder(Words.marked(theirs, MOST_LINE));
        notes.forEach(note -> text.append('[').append(note).append("]\n"));
        return ToolOutcome.of(Outcome.OK, text.toString());
    }

    private static int shown(List<String> lines, int from, List<String> theirs) {
        int chars = 0;
        int at = Math.min(from, lines.size());
        while (at < lines.size() && chars < MOST_CHARS) {
            String line = lines.get(at++);
            theirs.add(line);
            chars += Math.min(line.length(), MOST_LINE) + 3;
        }
        return at;
    }

    private static void missing(Browser browser, Page.View view, List<String> theirs, List<String> notes) {
        String unreachable = browser.events().unreachable();
        if (!unreachable.isEmpty()) {
            theirs.add("could not be reached: " + unreachable);
            notes.add("A page could not be reached. Its place does not answer, or is not open to this browser:"
                    + " then open it anew, which asks your owner.");
        }
        List<String> refused = view.origins().stream()
                .filter(origin ->
                        ORIGIN.matcher(origin).matches() && !browser.origins().contains(origin))
                .limit(MOST_ORIGINS)
                .toList();
        if (!refused.isEmpty()) {
            theirs.add("wants to load from: " + String.join(" ", refused));
            notes.add("The page wants to load from places that are not open to this browser, which it was kept from."
                    + " If it does not work without them, open it anew with them as origins.");
        }
    }
}
