package moltbot.contract.bypass;

import java.time.Duration;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;

/// The owner's order, as a claim: let what one check finds pass, until then. Sealed by the breaker, which asked for the
/// owner's second factor, with a key it shares with the guardian alone.
///
/// @param id           128 random bits as hex; used once
/// @param check        the check's id
/// @param subject      the one finding that may pass, or empty for all of the check
/// @param reason       why, in the owner's words
/// @param life         how long; zero ends every bypass of the check
/// @param issuedNanos  the machine's monotonic clock
public record BypassOrder(String id, String check, String subject, String reason, Duration life, long issuedNanos) {
    /// None lasts longer.
    public static final Duration MAX_LIFE = Duration.ofDays(30);
    /// No order waits longer to be taken.
    public static final Duration MAX_WAIT = Duration.ofMinutes(1);
    /// Longest reason and subject, in characters.
    public static final int MAX_TEXT = 300;

    static final String PURPOSE = "moltbot-bypass-v1";

    /// True where it ends bypasses rather than begin one.
    public boolean ends() {
        return life.isZero();
    }

    public String seal(byte[] key) {
        JsonObject json = JsonObject.with("id", id)
                .with("check", check)
                .with("subject", subject)
                .with("reason", reason)
                .with("lifeMillis", life.toMillis())
                .with("issuedNanos", issuedNanos)
                .build();
        return new Seal(PURPOSE, key).close(json.toBytes());
    }

    static BypassOrder fromJson(JsonObject json) {
        return new BypassOrder(
                json.text("id"),
                json.text("check"),
                json.text("subject"),
                json.text("reason"),
                Duration.ofMillis(json.number("lifeMillis")),
                json.number("issuedNanos"));
    }
}
