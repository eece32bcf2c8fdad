package moltbot.contract.grant;

import java.util.function.LongSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.OnceOnly;
import moltbot.contract.seal.Seal;

/// Opens grants where the effect is carried out, and uses them up. Safe for use by several threads.
public final class GrantVerifier {
    private final Seal seal;
    private final LongSupplier nanos;
    private final OnceOnly used;

    public GrantVerifier(byte[] key, LongSupplier nanos) {
        this.seal = new Seal(Grant.PURPOSE, key);
        this.nanos = nanos;
        this.used = new OnceOnly(Grant.MAX_LIFE, nanos);
    }

    /// Accepts a grant once, for the effect whose digest the caller computed from what it is about to do.
    public synchronized VerifiedGrant use(String sealed, String effect, String effectDigest) {
        Grant claim = Grant.fromJson(JsonObject.parse(seal.open(sealed)));
        long age = nanos.getAsLong() - claim.issuedNanos();
        if (!claim.effect().equals(effect)
                || !claim.effectDigest().equals(effectDigest)
                || claim.life().isNegative()
                || claim.life().compareTo(Grant.MAX_LIFE) > 0
                || age < -Grant.MAX_LIFE.toNanos()
                || age > claim.life().toNanos()
                || !used.first(claim.id(), claim.issuedNanos())) {
            throw new ContractException(
                    Code.UNAUTHENTICATED, "bad-grant", "This is not what was allowed, or it was used or has run out.");
        }
        return new VerifiedGrant(claim);
    }
}
