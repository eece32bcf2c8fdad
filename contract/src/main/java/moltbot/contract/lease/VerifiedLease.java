package moltbot.contract.lease;

/// Proof that the guardian gave a lease to this lock. Only [LeaseLock] makes one.
public final class VerifiedLease {
    private final Lease lease;

    VerifiedLease(Lease lease) {
        this.lease = lease;
    }

    public long epoch() {
        return lease.epoch();
    }

    public String digest() {
        return lease.digest();
    }

    /// Monotonic time the sweep it rests on began: newer than a trip, it is the guardian's all-clear for that trip.
    public long sweepNanos() {
        return lease.sweepNanos();
    }

    public long issuedNanos() {
        return lease.issuedNanos();
    }

    long expiresNanos() {
        return lease.issuedNanos() + lease.life().toNanos();
    }
}
