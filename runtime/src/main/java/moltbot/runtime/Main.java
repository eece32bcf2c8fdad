package moltbot.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.boot.Boot;
import moltbot.contract.boot.Compartment;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.mcp.ToolServer;
import moltbot.contract.skill.Skill;
import moltbot.runtime.agent.AgentLoop;
import moltbot.runtime.agent.ToolRunner;
import moltbot.runtime.background.Commands;
import moltbot.runtime.browser.BrowserTool;
import moltbot.runtime.browser.Browsers;
import moltbot.runtime.files.EditFile;
import moltbot.runtime.files.ListFiles;
import moltbot.runtime.files.ReadFile;
import moltbot.runtime.files.SendFile;
import moltbot.runtime.files.WriteFile;
import moltbot.runtime.link.BlockedPanel;
import moltbot.runtime.link.ChatRoutes;
import moltbot.runtime.link.LinkAllowance;
import moltbot.runtime.link.LinkAuthority;
import moltbot.runtime.link.LinkCourier;
import moltbot.runtime.link.LinkHolder;
import moltbot.runtime.link.LinkModel;
import moltbot.runtime.link.LinkPeople;
import moltbot.runtime.link.LinkPreviews;
import moltbot.runtime.link.LinkRemote;
import moltbot.runtime.link.LinkSandbox;
import moltbot.runtime.link.LinkWeb;
import moltbot.runtime.link.MemoryRoutes;
import moltbot.runtime.link.OutboxRoutes;
import moltbot.runtime.link.PatientModel;
import moltbot.runtime.link.SandboxWatch;
import moltbot.runtime.link.ScheduleRoutes;
import moltbot.runtime.mcp.LoadTools;
import moltbot.runtime.mcp.Servers;
import moltbot.runtime.meaning.Embedder;
import moltbot.runtime.memory.Meaning;
import moltbot.runtime.memory.Memories;
import moltbot.runtime.memory.MemoryTool;
import moltbot.runtime.outbox.AddressLocks;
import moltbot.runtime.outbox.Deliveries;
import moltbot.runtime.outbox.Previews;
import moltbot.runtime.part.SubAgent;
import moltbot.runtime.patience.Patience;
import moltbot.runtime.person.AskUser;
import moltbot.runtime.person.SendMessage;
import moltbot.runtime.schedule.ScheduleTool;
import moltbot.runtime.schedule.Timekeeper;
import moltbot.runtime.session.Chat;
import moltbot.runtime.session.SessionKey;
import moltbot.runtime.session.Transcripts;
import moltbot.runtime.skill.SkillTool;
import moltbot.runtime.store.Store;
import moltbot.runtime.tool.LongOutput;
import moltbot.runtime.tool.MoreTools;
import moltbot.runtime.tool.RunCommand;
import moltbot.runtime.tool.Sandbox;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolGate;
import moltbot.runtime.tool.Toolbox;
import moltbot.runtime.web.WebFetchTool;
import moltbot.runtime.web.WebSearchTool;
import moltbot.runtime.workspace.Spool;
import moltbot.runtime.workspace.WorkspaceLimits;

/// The runtime's process: puts its parts together and serves control.
public final class Main {
    private static final LinkLimits LINKS = LinkLimits.DEFAULT.withConnectPatience(Duration.ofMillis(500));

    /// Where the owner is told what became of messages.
    private static final SessionKey CHANNELS = new SessionKey("owner", "channels");

    /// How long a turn waits to hear what became of a message.
    private static final Duration MESSAGE_PATIENCE = Duration.ofSeconds(8);

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        Compartment.run((boot, life) -> start(boot, life::onStop));
    }

    /// Starts this compartment; what must be closed when it stops goes to `stops`, the last one to be closed first.
    static void start(Boot boot, Consumer<AutoCloseable> stops) throws IOException {
        start(boot, stops, InstantSource.system(), ZoneId.systemDefault());
    }

    /// The same by another wall clock.
    static void start(Boot boot, Consumer<AutoCloseable> stops, InstantSource clock, ZoneId zone) throws IOException {
        JsonObject settings = boot.settings();
        WorkspaceLimits limits = WorkspaceLimits.ofMegabytes(setting(settings, "workspaceMegabytes", 64, 1_024));
        int maxTurns = setting(settings, "maxParallelTurns", 64, 1_024);
        Path temporary = boot.data().resolve("temporary");
        Spool.sweep(temporary);
        Store store = stopped(stops, Store.open(boot.data(), clock));
        Timekeeper timekeeper = new Timekeeper(store.schedules(), clock, zone);

        LinkClient gateway = reach(boot, stops, "gateway");
        LinkClient spawner = reach(boot, stops, "spawner");
        LinkModel model = new LinkModel(gateway);
        LinkClient control = reach(boot, stops, "control");
        SandboxWatch watch = new SandboxWatch(spawner, new BlockedPanel(control), Patience.REAL);
        stops.accept(watch);
        Sandbox sandbox = new LinkSandbox(spawner, watch);
        Browsers browsers = stopped(stops, new Browsers());
        LinkHolder holder = new LinkHolder(spawner, temporary);
        Servers servers =
                new Servers(toolServers(settings), boot.data().resolve("servers"), holder, new LinkRemote(gateway));
        stops.accept(servers);
        Commands commands = stopped(stops, new Commands(holder));
        LinkWeb web = new LinkWeb(gateway);
        Memories memories = store.memories(meaning(stops));
        List<Tool> tools = new ArrayList<>(List.of(
                new RunCommand(sandbox, temporary, limits, commands),
                new ReadFile(),
                new WriteFile(limits),
                new EditFile(limits),
                new ListFiles(),
                new SendFile(),
                new BrowserTool(browsers, holder, limits),
                new WebFetchTool(web),
                new AskUser(),
                new SubAgent(),
                new MemoryTool(memories),
                new ScheduleTool(store.schedules(), clock, zone, timekeeper::wake)));
        addOptional(tools, settings, web, servers, sendMessage(control, store));
        addSkills(tools, settings, boot.data().resolve("skills"), limits);
        Toolbox toolbox = new Toolbox(
                tools, sandbox, MoreTools.both(servers, commands), new LinkAllowance(control, Patience.REAL));
        AgentLoop agent = agent(model, toolbox, control, limits, clock);
        AddressLocks addresses = new AddressLocks();
        Previews previews = stopped(stops, new Previews(store.outbox(), addresses, new LinkPreviews(gateway)));
        Chat chat = new Chat(store.transcripts(), agent, previews, Patience.REAL, maxTurns, clock);
        stops.accept(chat);
        Deliveries deliveries = deliveries(store, chat, addresses, gateway, clock);
        stops.accept(deliveries);
        watch.start();
        chat.resume();
        deliveries.resume();
        keepTime(timekeeper, store, chat, stops);
        LinkRoutes routes = new ChatRoutes(chat, model, watch, store::rowsRead, temporary, limits).routes();
        addKept(routes, memories, store, new ScheduleRoutes(store.schedules(), clock, timekeeper::wake), deliveries);
        stops.accept(boot.serve(routes));
    }

    private static AgentLoop agent(
            LinkModel model, Toolbox toolbox, LinkClient control, WorkspaceLimits limits, InstantSource clock) {
        ToolGate gate = new ToolGate(new LinkAuthority(control, Patience.REAL));
        return new AgentLoop(
                new PatientModel(model, Patience.REAL),
                toolbox,
                new ToolRunner(gate, toolbox, new LongOutput(limits), Patience.REAL),
                clock);
    }

    /// What is closed when this compartment stops.
    private static <T extends AutoCloseable> T stopped(Consumer<AutoCloseable> stops, T part) {
        stops.accept(part);
        return part;
    }

    /// The model of meanings, where this house has one.
    private static Meaning meaning(Consumer<AutoCloseable> stops) {
        Optional<Embedder> embedder = Optional.ofNullable(System.getProperty("moltbot.meaning"))
                .flatMap(folder -> Embedder.in(Path.of(folder)));
        embedder.ifPresent(stops);
        return embedder.isPresent() ? embedder.get() : Meaning.NONE;
    }

    private static SendMessage sendMessage(LinkClient control, Store store) {
        return new SendMessage(new LinkPeople(control), store.messages(), MESSAGE_PATIENCE);
    }

    /// What is offered only where the owner's settings have what it needs.
    private static void addOptional(
            List<Tool> tools, JsonObject settings, LinkWeb web, Servers servers, SendMessage messages) {
        if (settings.flagOr("search", false)) {
            tools.add(new WebSearchTool(web));
        }
        if (settings.flagOr("messengers", false)) {
            tools.add(messages);
        }
        if (!toolServers(settings).isEmpty()) {
            tools.add(new LoadTools(servers));
        }
    }

    private static void addSkills(List<Tool> tools, JsonObject settings, Path copies, WorkspaceLimits limits) {
        List<Skill> skills = settings.listOr("skills", JsonArray.EMPTY).objects().stream()
                .map(Skill::fromJson)
                .toList();
        if (!skills.isEmpty()) {
            tools.add(new SkillTool(skills, copies, limits));
        }
    }

    /// What is kept beside conversations.
    private static void addKept(
            LinkRoutes routes, Memories memories, Store store, ScheduleRoutes schedules, Deliveries deliveries) {
        new MemoryRoutes(memories).addTo(routes);
        schedules.addTo(routes);
        new OutboxRoutes(store.outbox(), deliveries).addTo(routes);
    }

    private static void keepTime(Timekeeper timekeeper, Store store, Chat chat, Consumer<AutoCloseable> stops) {
        store.onSchedules(chat::taken, chat::shown);
        store.onOver(timekeeper::wake);
        timekeeper.start();
        stops.accept(timekeeper);
    }

    private static Deliveries deliveries(
            Store store, Chat chat, AddressLocks addresses, LinkClient gateway, InstantSource clock) {
        Deliveries deliveries = new Deliveries(
                store.outbox(),
                addresses,
                new LinkCourier(gateway, store::given),
                (letter, why) -> chat.tell(
                        CHANNELS,
                        // Said nowhere else: where it could not be delivered it would wait behind what it tells of.
                        Transcripts.Announcement.here(
                                "letter-" + letter.id() + "-" + letter.made(),
                                "Messages that could not be delivered",
                                new ChatFact.Notice(
                                        "undelivered",
                                        why
                                                + " './moltbot outbox' shows what was to be sent, and can send it again."))),
                clock,
                () -> ThreadLocalRandom.current().nextDouble());
        store.onLetter(deliveries::wake);
        return deliveries;
    }

    private static LinkClient reach(Boot boot, Consumer<AutoCloseable> stops, String peer) {
        LinkClient client = boot.client(peer, LINKS);
        stops.accept(client);
        return client;
    }

    private static List<ToolServer> toolServers(JsonObject settings) {
        return settings.listOr("servers", JsonArray.EMPTY).objects().stream()
                .map(ToolServer::fromJson)
                .toList();
    }

    private static int setting(JsonObject settings, String name, int usual, int most) {
        long value = settings.numberOr(name, usual);
        if (value < 1 || value > most) {
            throw ContractException.malformed("The setting runtime." + name + " must be from 1 to " + most + ".");
        }
        return (int) value;
    }
}
