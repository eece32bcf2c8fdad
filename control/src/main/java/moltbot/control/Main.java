package moltbot.control;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import moltbot.contract.assertion.AssertionVerifier;
import moltbot.contract.boot.Boot;
import moltbot.contract.boot.Compartment;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.mcp.ToolServer;
import moltbot.contract.skill.Skill;
import moltbot.control.approval.Approvals;
import moltbot.control.approval.Gate;
import moltbot.control.approval.MessengerQuestions;
import moltbot.control.approval.PolicyDesk;
import moltbot.control.approval.StandingRules;
import moltbot.control.approval.Time;
import moltbot.control.audit.Audit;
import moltbot.control.audit.BypassRecords;
import moltbot.control.audit.EgressRecords;
import moltbot.control.channel.Admission;
import moltbot.control.channel.Answered;
import moltbot.control.channel.Beginnings;
import moltbot.control.channel.ChannelDesk;
import moltbot.control.channel.DoorRules;
import moltbot.control.channel.OwnersDesk;
import moltbot.control.channel.PairingCode;
import moltbot.control.channel.People;
import moltbot.control.channel.SignalLinking;
import moltbot.control.channel.SignalTrust;
import moltbot.control.channel.TroubleDesk;
import moltbot.control.chat.Conversations;
import moltbot.control.chat.GuardDesk;
import moltbot.control.chat.HostChat;
import moltbot.control.chat.ModelDesk;
import moltbot.control.command.ChatCommands;
import moltbot.control.command.HouseWords;
import moltbot.control.command.KeptWords;
import moltbot.control.memory.MemoryDesk;
import moltbot.control.panel.Desks;
import moltbot.control.panel.Overview;
import moltbot.control.panel.Panel;
import moltbot.control.policy.Recipient;
import moltbot.control.schedule.ScheduleDesk;

/// The control compartment: panel, approvals, policy, audit. It holds authority, and neither keys in clear nor a
/// network.
public final class Main {
    /// A person waits: better to say soon that the assistant restarts.
    private static final LinkLimits CHAT = LinkLimits.DEFAULT.withConnectPatience(Duration.ofSeconds(1));
    /// A look at the house must not wait for what is not there.
    private static final LinkLimits LOOK = new LinkLimits(
            LinkLimits.DEFAULT.maxFrameBytes(),
            LinkLimits.DEFAULT.maxHeadBytes(),
            LinkLimits.DEFAULT.maxConnections(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(50));

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Compartment.run(Main::start);
    }

    static void start(Boot boot, Compartment life) throws IOException, InterruptedException {
        SecureRandom random = new SecureRandom();
        Time time = new Time(InstantSource.system(), System::nanoTime, () -> newId(random), boot.bootId());
        Path data = boot.data();
        Audit audit = stopped(life, Audit.open(data.resolve("audit"), time.clock()));
        StandingRules rules = stopped(life, StandingRules.open(data, audit, time));
        Approvals approvals = stopped(life, Approvals.open(data, audit, rules, time));
        Admission admission = admission(boot, life, audit, time, random);
        People people = new People(admission);
        Gate gate = Gate.open(
                data,
                audit,
                approvals,
                new Gate.Keys(boot.key("grant"), boot.key("grant.gateway")),
                setting(boot, people, admission),
                time);
        life.onStop(gate);
        LinkClient runtime = client(boot, life, "runtime", CHAT);
        LinkClient gateway = client(boot, life, "gateway", LOOK);
        Conversations conversations = new Conversations(runtime, approvals::asked, gate::wrote);
        LinkClient supervisor = client(boot, life, "supervisor", LOOK);
        Desks desks = new Desks(
                rules,
                new MemoryDesk(runtime, audit),
                new ScheduleDesk(runtime, audit),
                new OwnersDesk(admission, audit, runtime, gateway),
                stopped(life, new SignalLinking(boot.client("gateway", CHAT), audit, time.monotonic())),
                new ModelDesk(gateway, conversations, audit),
                // Whoever looks at skills waits until their folders are read.
                client(boot, life, "supervisor", CHAT),
                skills(boot));
        GuardDesk guard = new GuardDesk(conversations, admission::owners, supervisor);
        MessengerQuestions questions = new MessengerQuestions(
                approvals, conversations, admission::owners, guard::blocked, () -> PairingCode.next(random));
        gate.askIn(questions);
        Beginnings beginnings = stopped(life, Beginnings.open(data));
        ChatCommands slash = new ChatCommands(
                conversations,
                beginnings,
                questions,
                new HouseWords(supervisor, runtime, gateway),
                new KeptWords(desks.memory(), desks.schedules(), desks.models()));
        AssertionVerifier verifier = new AssertionVerifier(boot.key("assertion"), time.monotonic());
        Overview overview =
                new Overview(supervisor, gateway, client(boot, life, "spawner", LOOK), version(), time.monotonic());
        Panel panel = new Panel(verifier, conversations, approvals, desks, overview, slash);
        LinkRoutes routes = new LinkRoutes().on("breaker", "http", panel);
        gate.addTo(routes);
        people.addTo(routes);
        guard.addTo(routes);
        new PolicyDesk(audit, rules).addTo(routes);
        new HostChat(conversations, slash).addTo(routes);
        addDesks(routes, desks);
        Answered answered = stopped(life, Answered.open(data));
        new ChannelDesk(admission, conversations, beginnings, answered, slash, commands(boot)).addTo(routes);
        addTrouble(routes, new TroubleDesk(conversations, admission, time.clock()), boot, life, audit);
        addEpoch(routes, verifier, approvals);
        addAudit(routes, audit);
        life.onStop(boot.serve(routes));
    }

    /// What messengers cannot mend, and what the owner mends of it from the host.
    private static void addTrouble(LinkRoutes routes, TroubleDesk desk, Boot boot, Compartment life, Audit audit) {
        desk.addTo(routes);
        stopped(life, new SignalTrust(boot.client("gateway", CHAT), audit)).addTo(routes);
    }

    /// What is closed when this compartment stops.
    private static <T extends AutoCloseable> T stopped(Compartment life, T part) {
        life.onStop(part);
        return part;
    }

    private static Admission admission(Boot boot, Compartment life, Audit audit, Time time, SecureRandom random)
            throws IOException {
        DoorRules door = DoorRules.fromJson(boot.settings());
        Admission admission = Admission.open(boot.data(), audit, door, time.clock(), () -> PairingCode.next(random));
        life.onStop(admission);
        return admission;
    }

    /// Settings that do not speak of commands have them on.
    private static boolean commands(Boot boot) {
        return boot.settings().flagOr("commands", true);
    }

    private static void addDesks(LinkRoutes routes, Desks desks) {
        desks.people().addTo(routes);
        desks.memory().addTo(routes);
        desks.schedules().addTo(routes);
    }

    private static List<Skill> skills(Boot boot) {
        return boot.settings().listOr("skills", JsonArray.EMPTY).objects().stream()
                .map(Skill::fromJson)
                .toList();
    }

    private static Gate.Setting setting(Boot boot, People people, Admission admission) {
        return new Gate.Setting(
                boot.settings().listOr("servers", JsonArray.EMPTY).objects().stream()
                        .map(ToolServer::fromJson)
                        .toList(),
                key -> people.find(key).map(person -> new Recipient(person.words(), person.owner())),
                skills(boot),
                admission::tools);
    }

    private static void addAudit(LinkRoutes routes, Audit audit) {
        routes.on("host", "audit.verify", audit::answerVerify)
                .on("guardian", "audit.verify", audit::answerVerify)
                .on("guardian", "audit.head", audit::answerHead)
                .on("gateway", "egress.record", new EgressRecords(audit)::answer)
                .on("guardian", "guardian.bypass", new BypassRecords(audit)::answer);
    }

    private static void addEpoch(LinkRoutes routes, AssertionVerifier verifier, Approvals approvals) {
        routes.on("breaker", "breaker.epoch", exchange -> {
            long epoch = exchange.head().number("epoch");
            verifier.ended(epoch);
            approvals.reached(epoch);
            exchange.reply(JsonObject.EMPTY);
        });
    }

    private static LinkClient client(Boot boot, Compartment life, String peer, LinkLimits limits) {
        LinkClient client = boot.client(peer, limits);
        life.onStop(client);
        return client;
    }

    private static String newId(SecureRandom random) {
        byte[] id = new byte[16];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    private static String version() {
        var module = Main.class.getModule().getDescriptor();
        return module == null ? "development" : module.rawVersion().orElse("development");
    }
}
