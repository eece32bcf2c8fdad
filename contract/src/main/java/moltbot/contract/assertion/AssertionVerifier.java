package moltbot.contract.assertion;

import java.time.Duration;
import java.util.function.LongSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.OnceOnly;
import moltbot.contract.seal.Seal;

/// Opens assertions: sealed by the breaker, for exactly this method and target, a moment ago, never seen before and
/// not of an epoch that has ended. Safe for use by several threads.
public final class AssertionVerifier {
    /// How old an assertion may be when it arrives.
    public static final Duration LIFE = Duration.ofSeconds(10);

    private final Seal seal;
    private final LongSupplier nanos;
    private final OnceOnly seen;
    private long epoch;

    public AssertionVerifier(byte[] key, LongSupplier nanos) {
        this.seal = new Seal(Assertion.PURPOSE, key);
        this.nanos = nanos;
        this.seen = new OnceOnly(LIFE, nanos);
    }

    /// The breaker says that every epoch before this one has ended.
    public synchronized void ended(long before) {
        epoch = Math.max(epoch, before);
    }

    public synchronized VerifiedAssertion verify(String sealed, String method, String target) {
        Assertion claim = Assertion.fromJson(JsonObject.parse(seal.open(sealed)));
        long age = nanos.getAsLong() - claim.issuedNanos();
        if (!claim.method().equals(method)
                || !claim.target().equals(target)
                || age < -LIFE.toNanos()
                || age > LIFE.toNanos()
                || claim.epoch() < epoch
                || !seen.first(claim.nonce(), claim.issuedNanos())) {
            throw new ContractException(
                    Code.UNAUTHENTICATED, "bad-assertion", "This request is not the one the breaker let through.");
        }
        epoch = claim.epoch();
        return new VerifiedAssertion(claim);
    }
}
