package moltbot.systemtest.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import moltbot.cli.servers.ToolServers;
import moltbot.cli.settings.ServerSetting;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.mcp.ToolServer;
import moltbot.runtime.link.LinkHolder;
import moltbot.runtime.link.LinkRemote;
import moltbot.runtime.mcp.LoadTools;
import moltbot.runtime.mcp.Servers;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.Authority;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolGate;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.workspace.Spool;
import moltbot.runtime.workspace.Workspace;
import moltbot.runtime.workspace.WorkspaceFile;

/// Uses servers of tools as a model would, with everybody's yes: made ready as the supervisor does, driven as the
/// runtime does, in sandboxes of a real spawner.
final class ToolUser implements AutoCloseable, Authority, ToolGate.Asking, Around.Heard, Workspace {
    private final Servers servers;
    private final Tool loading;

    /// What control was asked to allow, in order.
    final List<JsonObject> shown = new ArrayList<>();

    ToolUser(Path folder, CompartmentProcess spawner, ServerSetting... settings) throws Exception {
        this(
                folder,
                spawner,
                ToolServers.prepare(List.of(settings), folder.resolve("servers"))
                        .toArray(ToolServer[]::new));
    }

    /// Programs run at a spawner; places are reached by a gateway.
    ToolUser(Path folder, CompartmentProcess behind, ToolServer... ready) throws Exception {
        Path temporary = folder.resolve("temporary");
        Spool.sweep(temporary);
        this.servers = new Servers(
                List.of(ready),
                folder.resolve("servers"),
                new LinkHolder(behind.runtime(), temporary),
                new LinkRemote(behind.runtime()));
        this.loading = new LoadTools(servers);
    }

    static ServerSetting server(String name, Path files, String... command) {
        return new ServerSetting(
                name,
                "",
                List.of(command),
                "",
                "",
                Optional.empty(),
                Optional.of(files),
                new TreeMap<>(),
                List.of(),
                512);
    }

    static Path installed() {
        Path folder = moltbot.systemtest.house.TestHouse.CHECKOUT.resolve("system-test/servers/tools");
        if (!Files.exists(folder.resolve("node_modules/installed.lock"))) {
            throw new AssertionError("scripts/test-setup installs the servers these tests need.");
        }
        return folder;
    }

    ToolOutcome load(String server, String... tools) throws InterruptedException {
        JsonObject.Builder input = JsonObject.with("server", server);
        return use(
                loading, (tools.length == 0 ? input : input.with("tools", JsonArray.ofTexts(List.of(tools)))).build());
    }

    /// What the server that was just opened says it has.
    List<String> names() throws InterruptedException {
        return load("suite")
                .output()
                .lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.substring(2).split(":", 2)[0])
                .toList();
    }

    List<Tool> loaded() {
        return servers.of(this);
    }

    ToolOutcome call(String name, JsonObject arguments) throws InterruptedException {
        Tool tool = servers.of(this).stream()
                .filter(one -> one.spec().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " was not loaded"));
        return use(tool, arguments);
    }

    private ToolOutcome use(Tool tool, JsonObject input) throws InterruptedException {
        try (Tool.Prepared prepared = tool.prepare(input, new Around("owner", "main", this, this))) {
            Question question = new Question(
                    "call",
                    new Asker("owner", "s", "t", Label.OWNERS),
                    tool.spec().name(),
                    prepared.effect());
            if (!(new ToolGate(this).judge(question, this) instanceof ToolGate.Passage.Open(var call))) {
                throw new AssertionError("Nobody says no here.");
            }
            return prepared.run(call);
        }
    }

    void turnIsCutShort() {
        loading.cutShort(this);
    }

    @Override
    public Ruling authorize(Question question) {
        JsonObject shows = question.effect().shows();
        shown.add(shows);
        return new Ruling.Allow(CompartmentProcess.grant(
                question.effect().capability().effect(), question.effect().digest()));
    }

    @Override
    public Answer await(String approval) {
        throw new AssertionError("Nobody was to be asked.");
    }

    @Override
    public void report(String call, String outcome, JsonObject detail) {}

    @Override
    public void asked(String approval, String why) {}

    @Override
    public void answered(String decision) {}

    @Override
    public Label label() {
        return Label.FOREIGN;
    }

    @Override
    public String fromPeople() {
        return "";
    }

    @Override
    public String fromTool(String name) {
        return "";
    }

    @Override
    public String name() {
        return "owner/tools";
    }

    @Override
    public List<WorkspaceFile> list() {
        return List.of();
    }

    @Override
    public Optional<byte[]> read(String path) {
        return Optional.empty();
    }

    @Override
    public void close() {
        servers.close();
    }
}
