package moltbot.spawner.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import moltbot.contract.grant.Grant;
import moltbot.contract.grant.GrantVerifier;
import moltbot.contract.lease.Lease;
import moltbot.contract.lease.LeaseLock;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.seal.Seal;

/// Allows tasks as control and the guardian do, so that a test may speak to a [Tier] itself: every one is granted and
/// leased for real.
public final class Granted {
    private static final byte[] GRANT_KEY = filled(1);
    private static final byte[] LEASE_KEY = filled(2);
    private static final String BOOT = "boot-of-the-test";

    private final LeaseLock lock = new LeaseLock("spawner", LEASE_KEY, BOOT, System::nanoTime);
    private final Authority authority = new Authority(lock, new GrantVerifier(GRANT_KEY, System::nanoTime));
    private long sequence;

    /// Allows one task.
    ///
    /// @param inputs  the archive that goes in, alone in a folder that is the task's own
    public synchronized AuthorizedTask task(SandboxSpec spec, Path inputs) throws IOException {
        long now = System.nanoTime();
        Lease lease = new Lease(
                "spawner", "test", 0, sequence++, BOOT, sequence, now, Duration.ZERO, "", now, Lease.MAX_LIFE);
        lock.accept(lease.seal(LEASE_KEY));
        Grant grant = new Grant(
                UUID.randomUUID().toString(),
                "probe",
                SandboxSpec.EFFECT,
                spec.digest(),
                "policy",
                now,
                Duration.ofSeconds(30));
        return authority.authorize(
                spec, grant.seal(GRANT_KEY), new Inputs(inputs, Files.size(inputs), spec.inputsSha256()));
    }

    private static byte[] filled(int value) {
        byte[] key = new byte[Seal.KEY_BYTES];
        Arrays.fill(key, (byte) value);
        return key;
    }
}
