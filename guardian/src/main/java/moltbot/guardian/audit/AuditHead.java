package moltbot.guardian.audit;

import moltbot.contract.json.JsonObject;

/// The end of the audit as it was once seen.
///
/// @param count  records
/// @param hash   of the last
record AuditHead(long count, String hash) {
    static final AuditHead NOTHING = new AuditHead(0, "0".repeat(64));

    static AuditHead of(JsonObject json) {
        return new AuditHead(json.number("count"), json.text("head"));
    }

    JsonObject toJson() {
        return JsonObject.with("count", count).with("head", hash).build();
    }
}
