package moltbot.runtime.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.mcp.ServerTools;
import moltbot.contract.mcp.ToolServer;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.BadInput;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Schema;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.workspace.Workspace;

/// `load_tools`: opens a server that the owner configured and lists its tools, then loads those that are needed. What a
/// server says of itself costs a conversation nothing until it is wanted.
public final class LoadTools implements Tool {
    private static final List<String> FIELDS = List.of("server", "tools");

    /// Most of all loaded schemas and descriptions of a conversation, in characters: they are in every question.
    private static final int MOST_LOADED = 40_000;

    private final Servers servers;
    private final ToolSpec spec;

    public LoadTools(Servers servers) {
        this.servers = servers;
        this.spec = new ToolSpec(
                "load_tools",
                "Without tools: opens a server of tools and lists their names. With tools: lets you call those, as"
                        + " mcp__server__tool. Servers: " + told(servers.configured()) + ".",
                new Schema()
                        .text("server", "its name")
                        .texts("tools", "names of what you need")
                        .require("server")
                        .build());
    }

    private static String told(List<ToolServer> configured) {
        return configured.stream()
                .map(server -> server.name() + (server.about().isEmpty() ? "" : " (" + server.about() + ")"))
                .collect(Collectors.joining(", "));
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public Capability capability() {
        return Capability.MCP_LIST;
    }

    @Override
    public void cutShort(Workspace workspace) {
        servers.close(workspace.name());
    }

    @Override
    public Prepared prepare(JsonObject input, Around around) throws InterruptedException {
        String name = Schema.read(input, FIELDS, json -> json.text("server"));
        List<String> wanted = Schema.read(
                input, FIELDS, json -> json.listOr("tools", JsonArray.EMPTY).texts());
        ToolServer server = servers.configured(name)
                .orElseThrow(() -> new BadInput("There is no such server. There is: " + told(servers.configured())));
        String conversation = around.workspace().name();
        Optional<OpenServer> open =
                servers.find(conversation, name).filter(one -> one.client().over() == null);
        if (open.isEmpty()) {
            return new OpenCall(servers, server, conversation);
        }
        try {
            Map<String, Definition> offered = open.get().client().tools();
            return wanted.isEmpty()
                    ? new ListCall(
                            server,
                            offered,
                            new Effect(
                                    Capability.MCP_LIST,
                                    JsonObject.with("server", name).build()))
                    : load(open.get(), offered, wanted, conversation);
        } catch (McpException e) {
            throw new BadInput(e.getMessage() + " Open it again without naming tools.");
        }
    }

    private Prepared load(OpenServer open, Map<String, Definition> offered, List<String> wanted, String conversation) {
        String name = open.server().name();
        List<Definition> chosen = new ArrayList<>();
        for (String tool : wanted.stream().distinct().toList()) {
            String plain = tool.startsWith(Definition.fullName(name, ""))
                    ? tool.substring(Definition.fullName(name, "").length())
                    : tool;
            Definition definition = offered.get(plain);
            if (definition == null) {
                throw new BadInput("The server " + name
                        + " offers no tool of one of these names. Without tools, load_tools" + " lists them.");
            }
            definition.problem(name).ifPresent(problem -> {
                throw new BadInput("One of these cannot be loaded: " + problem + ".");
            });
            chosen.add(definition);
        }
        if (loaded(conversation) + weight(name, chosen) > MOST_LOADED) {
            throw new BadInput("Too many tools would be loaded; load fewer.");
        }
        ServerTools tools = Schema.read(
                JsonObject.EMPTY,
                List.of(),
                _ -> new ServerTools(name, chosen.stream().map(Definition::json).toList()));
        return new LoadCall(open, chosen, new Effect(Capability.MCP_LOAD, tools.toJson()));
    }

    private int loaded(String conversation) {
        return servers.configured().stream()
                .flatMap(server -> servers.find(conversation, server.name()).stream())
                .mapToInt(open -> weight(open.server().name(), open.known()))
                .sum();
    }

    private static int weight(String server, List<Definition> definitions) {
        return definitions.stream()
                .mapToInt(definition ->
                        definition.spec(server).toJson().toString().length())
                .sum();
    }
}
