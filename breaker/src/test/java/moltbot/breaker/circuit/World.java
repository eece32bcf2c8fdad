package moltbot.breaker.circuit;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.lease.Lease;
import moltbot.contract.lease.LeaseLock;

/// A circuit with a clock that stands still, a disk that can fail or crash, and a real lock for leases.
final class World {
    static final Duration DWELL = Duration.ofSeconds(60);
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /// The process dies here.
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);
    private final AtomicLong names = new AtomicLong();
    private Latch disk = Latch.NONE;
    private boolean failSaves;
    private boolean crashBeforeSave;
    private boolean crashAfterSave;
    private long sequence;
    private LeaseLock lock;
    private Circuit circuit;

    private final Duration dwell;

    World() {
        this(DWELL);
    }

    World(Duration dwell) {
        this.dwell = dwell;
        lock = newLock();
        circuit = newCircuit();
    }

    private LeaseLock newLock() {
        return new LeaseLock("breaker", KEY, "boot", nanos::get);
    }

    private Circuit newCircuit() {
        LeaseLock mine = lock;
        Circuit made = new Circuit(
                new Circuit.Surroundings(
                        nanos::get, Clock.systemUTC(), mine::current, () -> "id-" + names.incrementAndGet()),
                new Disk(),
                dwell);
        made.watch((before, after) -> {
            if (after.epoch() != before.epoch()) {
                mine.revoke(after.epoch());
            }
        });
        return made;
    }

    private final class Disk implements Latches {
        @Override
        public Latch load() {
            return disk;
        }

        @Override
        public void save(Latch latch) {
            if (crashBeforeSave) {
                throw new Crash();
            }
            if (failSaves) {
                throw new ContractException(Code.UNAVAILABLE, "The disk is full.");
            }
            disk = latch;
            if (crashAfterSave) {
                throw new Crash();
            }
        }
    }

    Circuit circuit() {
        return circuit;
    }

    State state() {
        return circuit.view().state();
    }

    Latch kept() {
        return disk;
    }

    boolean leaseFresh() {
        return lock.fresh();
    }

    void failSaves(boolean fail) {
        failSaves = fail;
    }

    void crashAround(boolean before, boolean after) {
        crashBeforeSave = before;
        crashAfterSave = after;
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    void lease() {
        lease(nanos.get());
    }

    /// A lease of a sweep that began then; the watcher of a new epoch may make the lock refuse it.
    void lease(long sweepNanos) {
        sequence++;
        Lease lease = new Lease(
                "breaker",
                "g",
                circuit.view().epoch(),
                sequence,
                "boot",
                sequence,
                sweepNanos,
                Duration.ZERO,
                "00",
                nanos.get(),
                Lease.MAX_LIFE);
        circuit.held(lock.accept(lease.seal(KEY)));
    }

    /// The guardian's link ends.
    void lose() {
        lock.revoke(0);
        circuit.lost("gone");
    }

    long now() {
        return nanos.get();
    }

    /// A new process on what the disk holds.
    void restart() {
        crashAround(false, false);
        lock = newLock();
        circuit = newCircuit();
        lock.revoke(circuit.view().epoch());
    }
}
