package moltbot.control.approval;

import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;
import moltbot.control.audit.Audit;
import moltbot.control.policy.Explanation;

/// Where the owner's shell asks what the policy says, why it said what it did, and what was allowed for good.
public final class PolicyDesk {
    private final Audit audit;
    private final StandingRules rules;

    public PolicyDesk(Audit audit, StandingRules rules) {
        this.audit = audit;
        this.rules = rules;
    }

    public LinkRoutes addTo(LinkRoutes routes) {
        return routes.on("host", "policy.explain", this::explain)
                .on("host", "policy.rules", exchange -> exchange.reply(rules.toJson()))
                .on("host", "policy.forget", this::forget);
    }

    private void explain(LinkExchange exchange) {
        JsonObject head = exchange.head();
        if (head.has("call")) {
            exchange.reply(call(head.text("call")));
        } else if (head.has("effect")) {
            exchange.reply(Explanation.of(head.text("effect"), Label.of(head.text("input"), head.text("data"))));
        } else {
            exchange.reply(Explanation.everything());
        }
    }

    /// What was decided about a call, from the audit, and the line that decided it.
    private JsonObject call(String call) {
        JsonObject decided = audit.last(
                        "authorize", detail -> detail.text("call").equals(call))
                .orElseThrow(() -> ContractException.refused(
                        "unknown-call", "The audit holds no decision about a call of that name."));
        JsonObject.Builder reply = JsonObject.with("decided", decided);
        Explanation.line(decided.numberOr("line", 0)).ifPresent(line -> reply.with("line", line));
        return reply.build();
    }

    private void forget(LinkExchange exchange) throws InterruptedException {
        rules.forget(exchange.head().text("rule"), Approver.onHost(exchange).name());
        exchange.reply(JsonObject.EMPTY);
    }
}
