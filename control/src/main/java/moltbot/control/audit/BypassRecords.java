package moltbot.control.audit;

import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;

/// What the guardian lets pass by the owner's order, as records of the audit: when it begins, when the owner ends it,
/// and when its time is over. The guardian waits for the first before anything passes.
public final class BypassRecords {
    private static final Set<String> KINDS = Set.of("began", "ended", "over");
    private static final int MAX_TEXT = 300;

    private final Audit audit;

    public BypassRecords(Audit audit) {
        this.audit = audit;
    }

    /// Answers `guardian.bypass`, once the record is on disk.
    public void answer(LinkExchange exchange) throws InterruptedException {
        JsonObject head = exchange.head();
        String what = head.text("what");
        if (!KINDS.contains(what)) {
            throw ContractException.malformed("A bypass began, ended or is over.");
        }
        JsonObject.Builder detail = JsonObject.with("id", bounded(head, "id"))
                .with("check", bounded(head, "check"))
                .with("subject", bounded(head, "subject"))
                .with("reason", bounded(head, "reason"));
        if (what.equals("began")) {
            detail.with("lifeMillis", head.number("lifeMillis"));
        }
        audit.record("bypass." + what, detail.build());
        exchange.reply(JsonObject.EMPTY);
    }

    private static String bounded(JsonObject head, String field) {
        String text = head.text(field);
        if (text.length() > MAX_TEXT) {
            throw ContractException.malformed("The field '" + field + "' is too long.");
        }
        return text;
    }
}
