package moltbot.contract.grant;

import java.time.Duration;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;

/// Control's yes to one effect, as a claim: bound to the digest of everything the effect is, good once, and soon over.
/// Sealed with a key that control shares with the compartment that carries the effect out; the runtime passes it on
/// and can neither make nor change one.
///
/// @param id            128 random bits as hex; used once
/// @param call          the tool call it answers
/// @param effect        what kind of effect, such as `sandbox.run`
/// @param effectDigest  SHA-256 over the effect's whole specification
/// @param decidedBy     `policy`, or `approval:` and its id
/// @param issuedNanos   the machine's monotonic clock
/// @param life          how long it may wait to be used
/// @param onward        another sealed grant, for the compartment that this one's receiver asks for its part of the
///                      effect; empty where there is none
public record Grant(
        String id,
        String call,
        String effect,
        String effectDigest,
        String decidedBy,
        long issuedNanos,
        Duration life,
        String onward) {
    /// No grant waits longer.
    public static final Duration MAX_LIFE = Duration.ofMinutes(1);

    static final String PURPOSE = "moltbot-grant-v1";

    /// A grant whose effect one compartment carries out alone.
    public Grant(
            String id,
            String call,
            String effect,
            String effectDigest,
            String decidedBy,
            long issuedNanos,
            Duration life) {
        this(id, call, effect, effectDigest, decidedBy, issuedNanos, life, "");
    }

    public String seal(byte[] key) {
        return new Seal(PURPOSE, key).close(toJson().toBytes());
    }

    JsonObject toJson() {
        JsonObject.Builder json = JsonObject.with("id", id)
                .with("call", call)
                .with("effect", effect)
                .with("effectDigest", effectDigest)
                .with("decidedBy", decidedBy)
                .with("issuedNanos", issuedNanos)
                .with("lifeMillis", life.toMillis());
        return onward.isEmpty() ? json.build() : json.with("onward", onward).build();
    }

    static Grant fromJson(JsonObject json) {
        return new Grant(
                json.text("id"),
                json.text("call"),
                json.text("effect"),
                json.text("effectDigest"),
                json.text("decidedBy"),
                json.number("issuedNanos"),
                Duration.ofMillis(json.number("lifeMillis")),
                json.textOr("onward", ""));
    }
}
