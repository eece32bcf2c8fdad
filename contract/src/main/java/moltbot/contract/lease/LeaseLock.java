package moltbot.contract.lease;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.seal.Seal;
import org.jspecify.annotations.Nullable;

/// Judges leases for one compartment and remembers the last good one. Without one that is fresh, nothing is permitted;
/// there is no other state. Safe for use by several threads.
///
/// Time is the machine's monotonic clock, which all processes of one boot share (CLOCK_MONOTONIC on Linux,
/// mach_absolute_time on macOS); it does not follow clock changes.
public final class LeaseLock {
    /// A lease from the future by more than this is a lie: clocks of one machine do not differ.
    private static final long TOLERATED_AHEAD_NANOS = Duration.ofMillis(50).toNanos();

    private final String lock;
    private final String bootId;
    private final LongSupplier nanos;
    private final Seal seal;
    private String guardian = "";
    private long sequence = -1;
    private @Nullable Long newestIssuedNanos;
    private long lowestEpoch;
    private @Nullable VerifiedLease held;

    /// @param key    shared with the guardian and nobody else
    /// @param nanos  the monotonic clock, [System#nanoTime] outside tests
    public LeaseLock(String lock, byte[] key, String bootId, LongSupplier nanos) {
        this.lock = lock;
        this.bootId = bootId;
        this.nanos = nanos;
        this.seal = new Seal(Lease.PURPOSE, key);
    }

    /// Takes a lease if it is sealed by the guardian, meant for this lock, of this boot and epoch, newer than the last
    /// and not too old; otherwise refuses it and keeps what it had.
    public synchronized VerifiedLease accept(String sealed) {
        Lease lease = Lease.fromJson(JsonObject.parse(seal.open(sealed)));
        String objection = objection(lease);
        if (!objection.isEmpty()) {
            throw new ContractException(Code.UNAUTHENTICATED, "bad-lease", "A lease was refused: " + objection + ".");
        }
        guardian = lease.guardian();
        sequence = lease.sequence();
        newestIssuedNanos = lease.issuedNanos();
        lowestEpoch = lease.epoch();
        VerifiedLease verified = new VerifiedLease(lease);
        held = verified;
        return verified;
    }

    private String objection(Lease lease) {
        long age = nanos.getAsLong() - lease.issuedNanos();
        if (!lease.lock().equals(lock)) {
            return "it is for " + lease.lock();
        } else if (!lease.bootId().equals(bootId)) {
            return "it is of another boot of this machine";
        } else if (lease.epoch() < lowestEpoch) {
            return "it is of an epoch that has ended";
        } else if (replayed(lease)) {
            return "it is not newer than the last";
        } else if (lease.life().isNegative() || lease.life().compareTo(Lease.MAX_LIFE) > 0) {
            return "it claims to hold too long";
        } else if (age < -TOLERATED_AHEAD_NANOS || age > lease.life().toNanos()) {
            return "its time has passed or not come";
        } else if (lease.sweepNanos() - lease.issuedNanos() > 0) {
            return "its checks are not finished";
        }
        return "";
    }

    /// Another guardian's sequence says nothing, but it is the newer guardian only if it spoke later: else the leases
    /// of one that was followed could be played again.
    private boolean replayed(Lease lease) {
        Long newest = newestIssuedNanos;
        return newest != null
                && (lease.issuedNanos() - newest < 0
                        || (lease.guardian().equals(guardian)
                                ? lease.sequence() <= sequence
                                : lease.issuedNanos() == newest));
    }

    /// The lease in force, if there is one.
    public synchronized Optional<VerifiedLease> current() {
        VerifiedLease lease = held;
        return lease != null && lease.expiresNanos() - nanos.getAsLong() > 0 ? Optional.of(lease) : Optional.empty();
    }

    public boolean fresh() {
        return current().isPresent();
    }

    /// Ends the lease at once: its guardian is gone, or the epoch has.
    public synchronized void revoke(long newLowestEpoch) {
        held = null;
        lowestEpoch = Math.max(lowestEpoch, newLowestEpoch);
    }

    /// How long the last lease has been held, whether or not it still holds.
    public synchronized Optional<Duration> age() {
        VerifiedLease lease = held;
        return lease == null
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(nanos.getAsLong() - lease.issuedNanos()));
    }

    /// Time until the lease in force ends; zero where there is none.
    Duration remaining() {
        return current()
                .map(lease -> Duration.ofNanos(lease.expiresNanos() - nanos.getAsLong()))
                .filter(left -> !left.isNegative())
                .orElse(Duration.ZERO);
    }
}
