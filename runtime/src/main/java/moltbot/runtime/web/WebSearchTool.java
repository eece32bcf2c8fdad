package moltbot.runtime.web;

import java.util.ArrayList;
import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ToolSpec;
import moltbot.contract.web.WebSearch;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.words.Words;

/// `web_search`: what the owner's search engine finds.
public final class WebSearchTool implements Tool {
    /// Its name.
    public static final String NAME = "web_search";

    private static final int MOST_LINE = 600;
    private static final ToolSpec SPEC = new ToolSpec(
            NAME,
            "Searches the web: titles, addresses and excerpts.",
            new Schema().text("query", "what to look for").require("query").build());

    private final Web web;

    public WebSearchTool(Web web) {
        this.web = web;
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Capability capability() {
        return Capability.WEB_SEARCH;
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) {
        WebSearch search = Schema.read(input, List.of("query"), WebSearch::fromJson);
        return new WebCall(
                new Effect(capability(), search.toJson()),
                "Nothing was found.",
                grant -> shown(web.search(search, grant)));
    }

    private static ToolOutcome shown(List<Web.Hit> hits) {
        if (hits.isEmpty()) {
            return ToolOutcome.of(Outcome.OK, "[Nothing was found.]");
        }
        List<String> lines = new ArrayList<>();
        for (Web.Hit hit : hits) {
            lines.add(hit.title());
            lines.add(hit.url());
            lines.add(PageText.plain(hit.text()));
            lines.add("");
        }
        return ToolOutcome.of(Outcome.OK, Words.marked(lines, MOST_LINE));
    }
}
