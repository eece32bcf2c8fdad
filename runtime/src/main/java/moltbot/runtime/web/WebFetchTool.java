package moltbot.runtime.web;

import java.util.ArrayList;
import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ToolSpec;
import moltbot.contract.web.Addresses;
import moltbot.contract.web.WebFetch;
import moltbot.contract.web.WebFetch.Way;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.words.Words;

/// `web_fetch`: one page as text. What it can tell a server is its address alone, so where the address comes from is
/// part of what is judged.
public final class WebFetchTool implements Tool {
    /// Its name, and that of the one whose results count as links too.
    public static final String NAME = "web_fetch";

    private static final List<String> FIELDS = List.of("url", "from");
    private static final int MOST_CHARS = 24_000;
    private static final int MOST_LINE = 2_000;
    private static final ToolSpec SPEC = new ToolSpec(
            NAME,
            "Gets a web page as text, with its links. An address nobody gave you is asked about.",
            new Schema()
                    .text("url", "https://…")
                    .integer("from", "line to begin with")
                    .require("url")
                    .build());

    private final Web web;

    public WebFetchTool(Web web) {
        this.web = web;
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Capability capability() {
        return Capability.WEB_FETCH;
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) {
        String url = Schema.read(input, FIELDS, json -> WebFetch.canonical(json.text("url")));
        int from = Schema.read(input, FIELDS, json -> Math.clamp(json.numberOr("from", 0), 0, 1_000_000));
        WebFetch fetch = new WebFetch(url, way(url, around.heard()));
        return new WebCall(
                new Effect(capability(), fetch.toJson()),
                "The page was not read.",
                grant -> shown(web.fetch(fetch, grant), url, from));
    }

    private static Way way(String url, Around.Heard heard) {
        if (Addresses.saidIn(heard.fromPeople()).contains(url)) {
            return Way.NAMED;
        }
        boolean shown = Addresses.in(Words.theirs(heard.fromTool(NAME))).contains(url)
                || Addresses.in(Words.theirs(heard.fromTool(WebSearchTool.NAME)))
                        .contains(url);
        return shown ? Way.LINKED : Way.COMPOSED;
    }

    private static ToolOutcome shown(Web.Page page, String asked, int from) {
        List<String> lines = PageText.of(page);
        int to = Math.min(from, lines.size());
        int chars = 0;
        while (to < lines.size() && chars < MOST_CHARS) {
            chars += Math.min(lines.get(to++).length(), MOST_LINE) + 3;
        }
        List<String> theirs = new ArrayList<>();
        if (!page.url().equals(asked)) {
            theirs.add("it led to " + page.url());
        }
        theirs.addAll(lines.subList(Math.min(from, to), to));
        StringBuilder text = new StringBuilder(Words.marked(theirs, MOST_LINE));
        text.append("[status ").append(page.status()).append("]\n");
        if (to < lines.size()) {
            text.append("[More: from=").append(to).append("]\n");
        } else if (page.cut()) {
            text.append("[The page is longer than is read here.]\n");
        }
        return ToolOutcome.of(page.status() < 400 ? Outcome.OK : Outcome.FAILED, text.toString());
    }
}
