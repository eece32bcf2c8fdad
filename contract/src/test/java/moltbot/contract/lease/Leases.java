package moltbot.contract.lease;

import java.time.Duration;

/// Leases for tests, good unless said otherwise.
final class Leases {
    static final long SECOND = Duration.ofSeconds(1).toNanos();

    private Leases() {}

    static byte[] key() {
        byte[] key = new byte[32];
        for (int i = 0; i < 32; i++) {
            key[i] = (byte) i;
        }
        return key;
    }

    static Lease lease(String guardian, long epoch, long sequence, long issued) {
        return lease(guardian, epoch, sequence, issued, Lease.MAX_LIFE);
    }

    static Lease lease(String guardian, long epoch, long sequence, long issued, Duration life) {
        return new Lease(
                "breaker",
                guardian,
                epoch,
                sequence,
                "boot-1",
                9,
                issued - 1,
                Duration.ofMillis(1_500),
                "ab".repeat(32),
                issued,
                life);
    }

    static Lease with(Lease lease, String lock, String bootId, long sweepNanos, Duration life) {
        return new Lease(
                lock,
                lease.guardian(),
                lease.epoch(),
                lease.sequence(),
                bootId,
                lease.sweep(),
                sweepNanos,
                lease.oldestCheck(),
                lease.digest(),
                lease.issuedNanos(),
                life);
    }
}
