package moltbot.runtime.browser;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.held.Holder;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.BadInput;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.workspace.Workspace;
import moltbot.runtime.workspace.WorkspaceLimits;

/// `browser`: web pages, in a browser of the conversation's own in a sandbox. Opening one is an effect of its own that
/// names what it may reach; what is done in it after that is another, and can reach no more.
public final class BrowserTool implements Tool {
    private static final List<String> FIELDS =
            List.of("action", "url", "origins", "forms", "number", "text", "submit", "from");
    private static final int MOST_TEXT = 10_000;
    private static final int MOST_ORIGINS = 24;
    private static final ToolSpec SPEC = new ToolSpec(
            "browser",
            "Shows web pages in a sandboxed browser. open asks your owner, unless the page is of an origin that is open"
                    + " already. What can be used on a page is numbered. open, click, type, select and read answer with"
                    + " the page; screenshot shows it; download keeps what a link or image leads to.",
            new Schema()
                    .text("action", "open, read, click, type, select, screenshot, download or close")
                    .text("url", "for open")
                    .texts("origins", "for open: other origins the page needs")
                    .flag("forms", "for open: true where it must send, not only read")
                    .integer("number", "of what is meant on the page")
                    .text("text", "what to type, or the option to select")
                    .flag("submit", "for type: press Enter after it")
                    .integer("from", "for read: the line to begin with")
                    .require("action")
                    .build());

    private final Browsers browsers;
    private final Holder holder;
    private final WorkspaceLimits limits;

    public BrowserTool(Browsers browsers, Holder holder, WorkspaceLimits limits) {
        this.browsers = browsers;
        this.holder = holder;
        this.limits = limits;
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Capability capability() {
        return Capability.BROWSER;
    }

    @Override
    public void cutShort(Workspace workspace) {
        browsers.close(workspace.name());
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) {
        Workspace workspace = around.workspace();
        return Schema.read(input, FIELDS, json -> {
            String action = json.text("action");
            return switch (action) {
                case "open" -> open(json, workspace);
                case "read" -> act(workspace, JsonObject.with("action", action).with("from", from(json)));
                case "screenshot", "close" -> act(workspace, JsonObject.with("action", action));
                case "click" -> act(workspace, numbered(json, action));
                case "type" ->
                    act(
                            workspace,
                            numbered(json, action)
                                    .with("text", text(json))
                                    .with("submit", json.flagOr("submit", false)));
                case "select" -> act(workspace, numbered(json, action).with("text", text(json)));
                case "download" ->
                    act(workspace, json.has("number") ? numbered(json, action) : JsonObject.with("action", action));
                default ->
                    throw new BadInput(
                            "action is one of open, read, click, type, select, screenshot, download and close.");
            };
        });
    }

    private Prepared open(JsonObject json, Workspace workspace) {
        Address address = Address.of(json.text("url"));
        SortedSet<String> origins = new TreeSet<>(List.of(address.origin()));
        json.listOr("origins", JsonArray.EMPTY).texts().forEach(origin -> origins.add(Address.origin(origin)));
        if (origins.size() > MOST_ORIGINS) {
            throw new BadInput("A browser may be given at most " + MOST_ORIGINS + " origins.");
        }
        boolean forms = json.flagOr("forms", false);
        Optional<Browser> open = browsers.find(workspace.name());
        if (open.isPresent() && open.get().mayReach(origins, forms)) {
            return act(workspace, JsonObject.with("action", "open").with("url", address.url()));
        }
        return new OpenCall(browsers, holder, workspace.name(), Launch.hold(address.url(), origins, forms));
    }

    private Prepared act(Workspace workspace, JsonObject.Builder shows) {
        Effect effect = new Effect(Capability.BROWSER, shows.build());
        return new ActCall(browsers, workspace, effect, new Keeping(limits), limits.maxFileBytes());
    }

    private static JsonObject.Builder numbered(JsonObject json, String action) {
        return JsonObject.with("action", action).with("number", json.number("number"));
    }

    private static int from(JsonObject json) {
        return Math.clamp(json.numberOr("from", 0), 0, Integer.MAX_VALUE);
    }

    private static String text(JsonObject json) {
        String text = json.text("text");
        if (text.length() > MOST_TEXT) {
            throw new BadInput("text has at most " + MOST_TEXT + " characters.");
        }
        return text;
    }
}
