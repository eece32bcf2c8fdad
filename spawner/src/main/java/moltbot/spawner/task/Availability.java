package moltbot.spawner.task;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import moltbot.contract.ContractException;
import moltbot.contract.sandbox.SandboxAvailability;
import org.jspecify.annotations.Nullable;

/// Whether tasks can be run now. The tier is tried once, beside the start and not in its way; while it does not work
/// it is tried again whenever somebody asks, but not more often than every two seconds.
public final class Availability {
    private static final System.Logger LOG = System.getLogger("tier");
    private static final long RETRY_NANOS = Duration.ofSeconds(2).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String NOT_PERMITTED = "The guard is not confirming that this machine is safe.";
    private static final SandboxAvailability UNANSWERED =
            new SandboxAvailability(false, "", "The sandbox does not answer; the spawner's log says more.");

    private final Optional<Tier> tier;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable SandboxAvailability known;
    private boolean trying;
    private long triedNanos;
    private boolean permitted;

    /// @param tier  empty where the owner has switched sandboxes off
    public Availability(Optional<Tier> tier) {
        this.tier = tier;
        if (tier.isEmpty()) {
            known = new SandboxAvailability(
                    false, "", "Running commands is switched off in the settings (spawner: enabled).");
        }
    }

    /// Tries the tier on a thread of its own, unless it works, is being tried, or was tried a moment ago.
    public void look() {
        lock.lock();
        try {
            boolean fresh = known != null && (known.available() || System.nanoTime() - triedNanos < RETRY_NANOS);
            if (tier.isEmpty() || trying || fresh) {
                return;
            }
            trying = true;
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("tier-probe").start(() -> attempt(tier.get()));
    }

    private void attempt(Tier candidate) {
        SandboxAvailability found = new SandboxAvailability(false, "", "The sandbox could not be tried.");
        try {
            found = candidate
                    .problem()
                    .map(problem -> new SandboxAvailability(false, "", problem))
                    .orElseGet(() -> new SandboxAvailability(true, candidate.name(), ""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            learn(found);
        }
    }

    private void learn(SandboxAvailability found) {
        boolean news;
        lock.lock();
        try {
            news = !found.equals(known);
            known = found;
            trying = false;
            triedNanos = System.nanoTime();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (news) {
            LOG.log(System.Logger.Level.INFO, found.available() ? "Sandboxes work: " + found.tier() : found.reason());
        }
    }

    /// A task found that the tier does not work after all: it is tried again before the next.
    void doubt() {
        lock.lock();
        try {
            if (tier.isEmpty()) {
                return;
            }
            known = null;
        } finally {
            lock.unlock();
        }
        look();
    }

    /// The tier to run on; waits for a first try that is under way.
    Tier require() throws InterruptedException {
        look();
        SandboxAvailability now = await(null, PATIENCE);
        if (!now.available()) {
            throw ContractException.refused(RunOperation.NO_TIER, now.reason());
        }
        return tier.orElseThrow();
    }

    /// Tells that the guardian's permission has come or gone.
    public void permit(boolean yes) {
        lock.lock();
        try {
            permitted = yes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What is known of the tier as soon as it differs from `seen`, or the same again after `patience`.
    private SandboxAvailability await(@Nullable SandboxAvailability seen, Duration patience)
            throws InterruptedException {
        return await(() -> known, seen, patience);
    }

    /// What may be told to those who want tasks run, the guardian's permission included, as soon as it differs from
    /// `seen`, or the same again after `patience`.
    SandboxAvailability awaitOffer(@Nullable SandboxAvailability seen, Duration patience) throws InterruptedException {
        return await(this::offer, seen, patience);
    }

    private @Nullable SandboxAvailability offer() {
        SandboxAvailability found = known;
        return found != null && found.available() && !permitted
                ? new SandboxAvailability(false, found.tier(), NOT_PERMITTED)
                : found;
    }

    private SandboxAvailability await(
            Supplier<@Nullable SandboxAvailability> what, @Nullable SandboxAvailability seen, Duration patience)
            throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            SandboxAvailability now = what.get();
            while ((now == null || now.equals(seen)) && left > 0) {
                left = changed.awaitNanos(left);
                now = what.get();
            }
            return now == null ? UNANSWERED : now;
        } finally {
            lock.unlock();
        }
    }
}
