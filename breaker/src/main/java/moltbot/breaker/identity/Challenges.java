package moltbot.breaker.identity;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.OnceOnly;
import moltbot.contract.seal.Seal;

/// What passkeys sign: random, good for one purpose, in one epoch, for [#LIFE], once. Made of a seal, so that nobody
/// can fill any memory by asking for them; the key lives as long as this process. Safe for use by several threads.
final class Challenges {
    static final Duration LIFE = Duration.ofMinutes(2);
    private static final int NONCE_BYTES = 16;

    /// A challenge that may still be answered.
    record Open(byte[] bytes, String nonce, long issuedNanos) {}

    private final SecureRandom random;
    private final LongSupplier nanos;
    private final Seal seal;
    private final OnceOnly spent;

    Challenges(SecureRandom random, LongSupplier nanos) {
        this.random = random;
        this.nanos = nanos;
        byte[] key = new byte[Seal.KEY_BYTES];
        random.nextBytes(key);
        this.seal = new Seal("moltbot-challenge-v1", key);
        this.spent = new OnceOnly(LIFE, nanos);
    }

    String issue(String purpose, long epoch) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        JsonObject content = JsonObject.with("purpose", purpose)
                .with("epoch", epoch)
                .with("nonce", HexFormat.of().formatHex(nonce))
                .with("issuedNanos", nanos.getAsLong())
                .build();
        byte[] sealed = seal.close(content.toBytes()).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /// The challenge that this client data answers, if it is one of ours for this purpose and still open.
    Optional<Open> answered(JsonObject credential, String purpose, long epoch) {
        try {
            byte[] clientData = Base64.getUrlDecoder().decode(credential.text("clientData"));
            byte[] bytes =
                    Base64.getUrlDecoder().decode(JsonObject.parse(clientData).text("challenge"));
            JsonObject content = JsonObject.parse(seal.open(new String(bytes, StandardCharsets.US_ASCII)));
            long issued = content.number("issuedNanos");
            boolean holds = content.text("purpose").equals(purpose)
                    && content.number("epoch") == epoch
                    && nanos.getAsLong() - issued <= LIFE.toNanos();
            return holds ? Optional.of(new Open(bytes, content.text("nonce"), issued)) : Optional.empty();
        } catch (ContractException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// True the first time. Called once the signature is known to be right, so that only the owner's use up memory.
    synchronized boolean spend(Open challenge) {
        return spent.first(challenge.nonce(), challenge.issuedNanos());
    }
}
