package moltbot.guardian.lease;

import java.util.Optional;
import java.util.function.LongSupplier;
import moltbot.contract.lease.Lease;
import moltbot.guardian.judge.Sweep;

/// Decides who gets a lease, and makes it: only from finished sweeps, to nobody while something must trip, and to
/// gateway and spawner only while the breaker is there and not tripped. Safe for use by several threads.
final class Issuer {
    static final String BREAKER = "breaker";

    private final Evidence evidence;
    private final BreakerView breaker;
    private final ClockWatch clock;
    private final LongSupplier nanos;
    private final String guardian;
    private final String bootId;
    private long sequence;

    /// @param guardian  names this process's life
    Issuer(
            Evidence evidence,
            BreakerView breaker,
            ClockWatch clock,
            LongSupplier nanos,
            String guardian,
            String bootId) {
        this.evidence = evidence;
        this.breaker = breaker;
        this.clock = clock;
        this.nanos = nanos;
        this.guardian = guardian;
        this.bootId = bootId;
    }

    synchronized Decision decide(String lock, byte[] key) {
        if (clock.jumped()) {
            evidence.demandFresh();
        }
        if (evidence.alarmed()) {
            return new Decision.End("something was found that must not be");
        }
        Optional<BreakerView.Said> said = breaker.recent();
        if (said.isEmpty()) {
            // It answers leases only, so after a silence its exchange must be opened anew to hear it again.
            return lock.equals(BREAKER)
                    ? new Decision.End("it has been silent too long")
                    : new Decision.Withhold("the breaker is not there");
        }
        if (!lock.equals(BREAKER) && !said.get().trip().isEmpty()) {
            return new Decision.End("the breaker is tripped");
        }
        Optional<Sweep> sweep = evidence.sweep();
        if (sweep.isEmpty()) {
            return new Decision.Withhold(evidence.objection());
        }
        return !sweep.get().clear()
                ? new Decision.End("something was found that must not be")
                : new Decision.Give(lease(lock, said.get().epoch(), sweep.get()).seal(key));
    }

    private Lease lease(String lock, long epoch, Sweep sweep) {
        return new Lease(
                lock,
                guardian,
                epoch,
                ++sequence,
                bootId,
                sweep.number(),
                sweep.startedNanos(),
                sweep.oldest(),
                sweep.digest(),
                nanos.getAsLong(),
                Lease.MAX_LIFE);
    }
}
