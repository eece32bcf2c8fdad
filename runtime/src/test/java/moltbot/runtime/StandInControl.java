package moltbot.runtime;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkHandler;
import moltbot.contract.seal.Seal;
import moltbot.contract.tool.ToolGroup;
import org.jspecify.annotations.Nullable;

/// A control that decides as a test says, and remembers what it was asked.
public final class StandInControl implements LinkHandler {
    public final List<JsonObject> asked = new CopyOnWriteArrayList<>();
    public final List<JsonObject> reports = new CopyOnWriteArrayList<>();
    final Map<String, String> answers = new ConcurrentHashMap<>();
    final CountDownLatch answered = new CountDownLatch(1);
    final AtomicInteger grants = new AtomicInteger();
    /// `allow`, `ask` or `deny`.
    public volatile String decision = "allow";
    volatile boolean auditFails;
    /// Whom the owner let in.
    public final List<JsonObject> people = new CopyOnWriteArrayList<>();

    /// Words of the tools that conversations of others have; where it is missing nobody can say.
    volatile @Nullable JsonArray tools = ToolGroup.toJson(ToolGroup.all());

    /// Of which conversations that was asked.
    final List<String> toolsAsked = new CopyOnWriteArrayList<>();

    /// Why the panel is blocked; empty where it is not.
    volatile String blocked = "";

    @Override
    public void handle(LinkExchange exchange) throws Exception {
        JsonObject head = exchange.head();
        switch (exchange.operation()) {
            case "gate.authorize" -> exchange.reply(authorize(head));
            case "gate.await" -> exchange.reply(await(head.text("approval")));
            case "gate.tools" -> {
                toolsAsked.add(head.text("sender") + "/" + head.text("session"));
                JsonArray given = tools;
                if (given == null) {
                    throw ContractException.refused("nobody", "Nobody can say.");
                }
                exchange.reply(JsonObject.with("tools", given).build());
            }
            case "people.list" ->
                exchange.reply(JsonObject.with("people", JsonArray.of(people)).build());
            case "guard.state" ->
                exchange.reply(JsonObject.with("blocked", !blocked.isEmpty())
                        .with("why", blocked)
                        .build());
            case "gate.report" -> {
                reports.add(head);
                exchange.reply(JsonObject.EMPTY);
            }
            default -> throw new IllegalStateException(exchange.operation());
        }
    }

    private JsonObject authorize(JsonObject head) {
        asked.add(head);
        if (!Seal.digest(head.object("shows").toBytes()).equals(head.text("digest"))) {
            throw ContractException.refused("digest-mismatch", "The digest does not fit.");
        }
        if (auditFails) {
            throw ContractException.refused("audit-failed", "The audit could not be written.");
        }
        String known = answers.get(head.text("call"));
        String now = known == null ? decision : known;
        return switch (now) {
            case "allow", "approved" ->
                JsonObject.with("decision", "allow")
                        .with("grant", "grant-" + grants.incrementAndGet())
                        .with("decidedBy", "policy")
                        .build();
            case "ask" ->
                JsonObject.with("decision", "ask")
                        .with("approval", "approval-" + head.text("call"))
                        .with("why", "It runs a program.")
                        .build();
            default ->
                JsonObject.with("decision", "deny").with("why", "Not here.").build();
        };
    }

    /// Waits for [#answer].
    private JsonObject await(String approval) throws InterruptedException {
        answered.await();
        String answer = answers.getOrDefault(approval.substring("approval-".length()), "expired");
        JsonObject.Builder reply = JsonObject.with("decision", answer);
        if (answer.equals("approved")) {
            reply.with("grant", "grant-" + grants.incrementAndGet());
        }
        return reply.build();
    }

    /// A person says `approved`, `denied` or `expired` to the call.
    public void answer(String call, String answer) {
        answers.put(call, answer);
        answered.countDown();
    }
}
