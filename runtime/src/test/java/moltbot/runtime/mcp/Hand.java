package moltbot.runtime.mcp;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.mcp.ToolServer;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.runtime.held.Program;
import moltbot.runtime.tool.Around;
import moltbot.runtime.tool.Authority;
import moltbot.runtime.tool.BadInput;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolGate;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.workspace.Workspace;
import moltbot.runtime.workspace.WorkspaceFile;

/// A model's hand on one server, `it`, with everybody's yes.
final class Hand implements Authority, ToolGate.Asking, Around.Heard, Workspace {
    static final Duration SILENCE = Duration.ofMillis(400);

    final Servers servers;
    final LoadTools loading;
    final List<Question> questions = new ArrayList<>();
    private final String conversation;

    Hand(Supplier<Program> program) {
        this(
                new Servers(
                        List.of(new ToolServer("it", "for tests", hold())),
                        Path.of("none"),
                        (_, _, _) -> program.get(),
                        (_, _) -> program.get(),
                        new Peer.Patience(SILENCE, SILENCE.multipliedBy(4)),
                        Duration.ZERO),
                "owner/s");
    }

    /// The same house, seen from another conversation.
    Hand(Servers servers, String conversation) {
        this.servers = servers;
        this.loading = new LoadTools(servers);
        this.conversation = conversation;
    }

    private static SandboxHold hold() {
        SandboxSpec spec = new SandboxSpec(List.of("it"), new TreeMap<>(), ".", "0".repeat(64), SandboxLimits.STANDARD);
        return new SandboxHold(spec, Duration.ofHours(1));
    }

    /// Opens the server and loads these.
    void ready(String... tools) throws InterruptedException {
        load();
        load(tools);
    }

    ToolOutcome load(String... tools) throws InterruptedException {
        return use(
                loading,
                JsonObject.with("server", "it")
                        .with("tools", JsonArray.ofTexts(List.of(tools)))
                        .build());
    }

    List<String> offered() {
        return servers.of(this).stream().map(tool -> tool.spec().name()).toList();
    }

    ToolOutcome say(String text) throws InterruptedException {
        return call("echo", JsonObject.with("say", text).build());
    }

    ToolOutcome call(String tool, JsonObject arguments) throws InterruptedException {
        Tool found = servers.of(this).stream()
                .filter(one -> one.spec().name().equals("mcp__it__" + tool))
                .findFirst()
                .orElseThrow(() -> new AssertionError(tool + " was not loaded"));
        return use(found, arguments);
    }

    /// What comes back, or why the input made no sense.
    ToolOutcome use(Tool tool, JsonObject input) throws InterruptedException {
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
        } catch (BadInput e) {
            return ToolOutcome.of(ToolOutcome.Outcome.FAILED, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Ruling authorize(Question question) {
        questions.add(question);
        return new Ruling.Allow("grant");
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
        return conversation;
    }

    @Override
    public List<WorkspaceFile> list() {
        return List.of();
    }

    @Override
    public Optional<byte[]> read(String path) {
        return Optional.empty();
    }
}
