package moltbot.control.approval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import moltbot.contract.ContractException;
import moltbot.contract.grant.Grant;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.mcp.ToolServer;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.contract.skill.Skill;
import moltbot.contract.tool.ToolGroup;
import moltbot.control.approval.Approvals.Said;
import moltbot.control.audit.Audit;
import moltbot.control.chat.Conversations;
import moltbot.control.policy.Decision;
import moltbot.control.policy.Effect;
import moltbot.control.policy.Known;
import moltbot.control.policy.Policy;
import moltbot.control.policy.Recipient;
import moltbot.control.policy.ScheduleReading;
import moltbot.control.policy.Verdict;
import org.jspecify.annotations.Nullable;

/// Where the runtime asks before every effect and reports after it. Only here are grants made.
public final class Gate implements AutoCloseable {
    private static final int MAX_AUDITED_CHARS = 4096;
    private static final int MAX_WORD = 128;

    private final Audit audit;
    private final Approvals approvals;
    private final SessionLabels labels;
    private final OwnersWords words = new OwnersWords();
    private final byte[] grantKey;
    private final byte[] networkKey;
    private final Setting setting;
    private final Time time;
    private volatile @Nullable MessengerQuestions messengers;

    /// What control knows by itself of the house.
    ///
    /// @param servers  the servers of tools that the owner configured
    /// @param people   whoever the owner let in and has that key
    /// @param skills   that the owner pinned
    /// @param tools    those that may be used with whoever was let in and has that key
    public record Setting(
            List<ToolServer> servers,
            Function<String, Optional<Recipient>> people,
            List<Skill> skills,
            Function<String, Set<ToolGroup>> tools) {
        public Setting {
            servers = List.copyOf(servers);
            skills = List.copyOf(skills);
        }
    }

    /// The keys that grants are sealed with, and for whom.
    ///
    /// @param spawner  shared with the spawner
    /// @param gateway  shared with the gateway
    public record Keys(byte[] spawner, byte[] gateway) {}

    private Gate(Audit audit, Approvals approvals, SessionLabels labels, Keys keys, Setting setting, Time time) {
        this.audit = audit;
        this.approvals = approvals;
        this.labels = labels;
        this.grantKey = keys.spawner().clone();
        this.networkKey = keys.gateway().clone();
        this.setting = setting;
        this.time = time;
    }

    /// Opens what it keeps in a folder.
    public static Gate open(Path folder, Audit audit, Approvals approvals, Keys keys, Setting setting, Time time)
            throws IOException {
        return new Gate(audit, approvals, SessionLabels.open(folder), keys, setting, time);
    }

    /// Has questions that come from messengers asked there too.
    public void askIn(MessengerQuestions questions) {
        messengers = questions;
    }

    @Override
    public void close() throws IOException {
        labels.close();
    }

    /// Adds what the runtime and the host may ask for here.
    public LinkRoutes addTo(LinkRoutes routes) {
        return routes.on("runtime", "gate.authorize", this::authorize)
                .on("runtime", "gate.await", this::await)
                .on("runtime", "gate.tools", exchange -> {
                    JsonObject head = exchange.head();
                    Set<ToolGroup> tools = tools(word(head, "sender"), word(head, "session"));
                    exchange.reply(
                            JsonObject.with("tools", ToolGroup.toJson(tools)).build());
                })
                .on("runtime", "gate.report", this::report)
                .on("host", "approval.answer", this::answer);
    }

    private void authorize(LinkExchange exchange) throws InterruptedException {
        Effect effect = Effect.fromJson(exchange.head());
        Verdict verdict = decide(effect);
        JsonObject answer = switch (verdict.decision()) {
            case Decision.Allow() -> allowed(effect, verdict, "policy");
            case Decision.Ask(String _, boolean onceForAll)
            when onceForAll && approvals.rules().cover(effect) -> allowed(effect, verdict, "rules");
            case Decision.Ask(String reason, boolean onceForAll) -> {
                String why = effect.asking(reason);
                String approval = approvals.ask(effect, why, onceForAll);
                audit.record(
                        "authorize",
                        audited(effect, verdict, "ask")
                                .with("approval", approval)
                                .build());
                MessengerQuestions told = messengers;
                if (told != null) {
                    told.asked(approval, effect, why, onceForAll);
                }
                yield JsonObject.with("decision", "ask")
                        .with("approval", approval)
                        .with("why", why)
                        .build();
            }
            case Decision.Deny(String why) -> {
                audit.record(
                        "authorize",
                        audited(effect, verdict, "deny").with("why", why).build());
                yield JsonObject.with("decision", "deny").with("why", why).build();
            }
        };
        exchange.reply(answer);
    }

    private Verdict decide(Effect effect) {
        return Policy.decide(
                effect,
                labels.of(effect),
                new Known(
                        address -> words.named(effect.sender(), effect.session(), address),
                        setting.servers(),
                        setting.people(),
                        setting.skills(),
                        tools(effect.sender(), effect.session())));
    }

    /// What may be used in a conversation. What is done later has what may be used then where it was asked for.
    private Set<ToolGroup> tools(String sender, String session) {
        return Conversations.doorOf(sender, labels.origin(sender, session))
                .map(setting.tools())
                .orElseGet(ToolGroup::all);
    }

    /// The owner wrote something; to be told before the runtime is.
    ///
    /// @param others  whether something came along that others made, or may have; it is nobody else's to see either
    public void wrote(String sender, String session, String text, boolean others) throws InterruptedException {
        labels.opened(sender, session);
        if (others) {
            labels.read(sender, session, Label.WORST);
        }
        words.wrote(sender, session, text);
    }

    private JsonObject allowed(Effect effect, Verdict verdict, String decidedBy) throws InterruptedException {
        audit.record(
                "authorize",
                audited(effect, verdict, "allow").with("decidedBy", decidedBy).build());
        remember(effect, verdict);
        return JsonObject.with("decision", "allow")
                .with("grant", grant(effect, time.newId(), decidedBy))
                .with("decidedBy", decidedBy)
                .build();
    }

    /// What the conversation will have read, and one that goes on for it later, before there is a grant.
    private void remember(Effect effect, Verdict verdict) throws InterruptedException {
        labels.read(effect, verdict.leaves());
        Optional<String> later = ScheduleReading.laterIn(effect);
        if (later.isPresent()) {
            labels.passOn(effect, later.get());
        }
    }

    private void await(LinkExchange exchange) throws InterruptedException {
        String id = exchange.head().text("approval");
        exchange.reply(
                switch (approvals.await(id)) {
                    case Answer.Approved(Effect effect, String grant) -> approved(id, effect, grant);
                    case Answer.Denied() ->
                        JsonObject.with("decision", "denied").build();
                    case Answer.Expired() ->
                        JsonObject.with("decision", "expired").build();
                    case Answer.Voided() ->
                        JsonObject.with("decision", "voided").build();
                });
    }

    /// What is never done by now is not done for a yes from before.
    private JsonObject approved(String id, Effect effect, String grant) throws InterruptedException {
        Verdict now = decide(effect);
        if (now.decision() instanceof Decision.Deny(String why)) {
            audit.record(
                    "authorize",
                    audited(effect, now, "deny")
                            .with("approval", id)
                            .with("why", why)
                            .build());
            return JsonObject.with("decision", "denied").build();
        }
        remember(effect, now);
        return JsonObject.with("decision", "approved")
                .with("grant", grant(effect, grant, "approval:" + id))
                .build();
    }

    private void report(LinkExchange exchange) throws InterruptedException {
        JsonObject head = exchange.head();
        String call = word(head, "call");
        audit.record(
                "report",
                JsonObject.with("call", call)
                        .with("outcome", word(head, "outcome"))
                        .with("detail", bounded(head.object("detail")))
                        .build());
        approvals.finished(call);
    }

    private void answer(LinkExchange exchange) throws InterruptedException {
        JsonObject head = exchange.head();
        approvals.answer(head.text("approval"), said(head), Approver.onHost(exchange));
    }

    /// Reads `decision`: `approve`, `always` or `deny`, nothing else.
    private static Said said(JsonObject answer) {
        return switch (answer.text("decision")) {
            case "approve" -> Said.YES;
            case "always" -> Said.ALWAYS;
            case "deny" -> Said.NO;
            default -> throw ContractException.malformed("A decision is 'approve', 'always' or 'deny'.");
        };
    }

    /// What the gateway is asked for is in what the spawner was granted: neither the runtime between them nor the
    /// spawner itself can ask for another network.
    private String grant(Effect effect, String id, String decidedBy) {
        String onward = Policy.wantsNetwork(effect)
                ? grant(effect, id, SandboxNetwork.EFFECT, decidedBy, "").seal(networkKey)
                : "";
        byte[] key = Policy.isTheGateways(effect) ? networkKey : grantKey;
        return grant(effect, id, effect.effect(), decidedBy, onward).seal(key);
    }

    private Grant grant(Effect effect, String id, String kind, String decidedBy, String onward) {
        return new Grant(id, effect.call(), kind, effect.digest(), decidedBy, time.nanos(), Grant.MAX_LIFE, onward);
    }

    private static JsonObject.Builder audited(Effect effect, Verdict verdict, String decision) {
        JsonObject.Builder record = JsonObject.with("call", effect.call());
        if (!effect.task().isEmpty()) {
            record.with("task", effect.task());
        }
        return record.with("sender", effect.sender())
                .with("session", effect.session())
                .with("turn", effect.turn())
                .with("tool", effect.tool())
                .with("effect", effect.effect())
                .with("digest", effect.digest())
                .with("shows", bounded(effect.shows()))
                .with("label", verdict.label().toJson())
                .with("destination", verdict.destination())
                .with("line", verdict.line())
                .with("decision", decision);
    }

    /// What is too long for the audit is in it by its digest.
    private static JsonObject bounded(JsonObject shown) {
        String text = shown.toString();
        return text.length() <= MAX_AUDITED_CHARS
                ? shown
                : JsonObject.with("omittedChars", text.length()).build();
    }

    private static String word(JsonObject head, String field) {
        String word = head.text(field);
        if (word.isEmpty() || word.length() > MAX_WORD) {
            throw ContractException.malformed("The field '" + field + "' has 1 to " + MAX_WORD + " characters.");
        }
        return word;
    }
}
