package moltbot.contract.bypass;

import java.util.function.LongSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.OnceOnly;
import moltbot.contract.seal.Seal;

/// Opens orders in the guardian, each once. Safe for use by several threads.
public final class BypassVerifier {
    private final Seal seal;
    private final LongSupplier nanos;
    private final OnceOnly used;

    public BypassVerifier(byte[] key, LongSupplier nanos) {
        this.seal = new Seal(BypassOrder.PURPOSE, key);
        this.nanos = nanos;
        this.used = new OnceOnly(BypassOrder.MAX_WAIT, nanos);
    }

    public synchronized VerifiedBypass use(String sealed) {
        BypassOrder claim = BypassOrder.fromJson(JsonObject.parse(seal.open(sealed)));
        long age = nanos.getAsLong() - claim.issuedNanos();
        if (claim.life().isNegative()
                || claim.life().compareTo(BypassOrder.MAX_LIFE) > 0
                || claim.reason().length() > BypassOrder.MAX_TEXT
                || claim.subject().length() > BypassOrder.MAX_TEXT
                || age < 0
                || age > BypassOrder.MAX_WAIT.toNanos()
                || !used.first(claim.id(), claim.issuedNanos())) {
            throw new ContractException(
                    Code.UNAUTHENTICATED, "bad-bypass", "This is not what was ordered, or it was used or has run out.");
        }
        return new VerifiedBypass(claim);
    }
}
