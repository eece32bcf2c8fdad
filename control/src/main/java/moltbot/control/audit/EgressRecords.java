package moltbot.control.audit;

import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;

/// What sandboxes ask of the network, as records of the audit: that a task's network opened, each request before it
/// is sent or refused, and what there was in all when it closed. The gateway sends nothing before its record is here.
public final class EgressRecords {
    private static final Set<String> KINDS = Set.of("opened", "request", "refused", "closed");
    private static final int MAX_CHARS = 4096;

    private final Audit audit;

    public EgressRecords(Audit audit) {
        this.audit = audit;
    }

    /// Answers `egress.record`, once the record is on disk.
    public void answer(LinkExchange exchange) throws InterruptedException {
        JsonObject head = exchange.head();
        String what = head.text("what");
        if (!KINDS.contains(what)) {
            throw ContractException.malformed("A network is opened or closed; a request is let through or refused.");
        }
        JsonObject detail = JsonObject.with("call", head.text("call"))
                .with("detail", head.object("detail"))
                .build();
        if (detail.toString().length() > MAX_CHARS) {
            throw ContractException.malformed("A record of a request is too long.");
        }
        audit.record("egress." + what, detail);
        exchange.reply(JsonObject.EMPTY);
    }
}
