package moltbot.spawner.task;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.sandbox.SandboxAvailability;
import org.jspecify.annotations.Nullable;

/// Whether tasks can be run now. The tier is tried once, beside the start and not in its way; while it does not work
/// it is tried again whenever somebody asks, but not more often than every two seconds.
public final class Availability implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("tier");
    private static final long RETRY_NANOS = Duration.ofSeconds(2).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(2);
    private static final String NOT_PERMITTED = "The guard is not confirming that this machine is safe.";
    private static final Found UNANSWERED = Found.problem("The sandbox does not answer; the spawner's log says more.");

    private final Optional<Tier> tier;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Found known;
    private boolean trying;
    private long triedNanos;
    private boolean permitted;
    private boolean closed;

    /// @param tier  empty where the owner has switched sandboxes off
    public Availability(Optional<Tier> tier) {
        this.tier = tier;
        if (tier.isEmpty()) {
            known = Found.problem("Running commands is switched off in the settings (sandbox.enabled).");
        }
    }

    /// Tries the tier on a thread of its own, unless it works, is being tried, or was tried a moment ago.
    public void look() {
        lock.lock();
        try {
            boolean fresh = known != null && (known.works() || System.nanoTime() - triedNanos < RETRY_NANOS);
            if (tier.isEmpty() || trying || fresh || closed) {
                return;
            }
            trying = true;
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("tier-probe").start(() -> attempt(tier.get()));
    }

    private void attempt(Tier candidate) {
        Found found = Found.problem("The sandbox could not be tried.");
        try {
            found = candidate.problem().map(Found::problem).orElseGet(() -> Found.working(candidate));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            learn(found);
        }
    }

    private void learn(Found found) {
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
            LOG.log(
                    System.Logger.Level.INFO,
                    found.works()
                            ? "Sandboxes work: " + (found.tier() + ". " + found.note() + " " + found.browser()).strip()
                            : found.problem());
        }
    }

    /// A task found that the tier does not work after all: it is tried again before the next.
    void doubtAfter(ContractException refusal) {
        if (!List.of(RunOperation.NO_TIER, RunOperation.OUTCOME_UNKNOWN).contains(refusal.reason())) {
            return;
        }
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
        lock.lockInterruptibly();
        try {
            await(() -> known != null, PATIENCE);
            Found now = found();
            if (!now.works()) {
                throw ContractException.refused(RunOperation.NO_TIER, now.problem());
            }
            return tier.orElseThrow();
        } finally {
            lock.unlock();
        }
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

    /// What may be told to those who want tasks run, the guardian's permission included, as soon as it differs
    /// from `seen`, or the same again after `patience`. A first try that is under way is waited for; a lost
    /// permission is told at once.
    SandboxAvailability awaitOffer(@Nullable SandboxAvailability seen, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            await(() -> isWorthTelling(seen), patience);
            return offer();
        } finally {
            lock.unlock();
        }
    }

    private boolean isWorthTelling(@Nullable SandboxAvailability seen) {
        boolean lost = seen != null && seen.permitted() && !permitted;
        return lost || (known != null && !offer().equals(seen));
    }

    private SandboxAvailability offer() {
        Found found = found();
        return permitted
                ? new SandboxAvailability(
                        found.works(), true, found.tier(), found.problem(), found.note(), found.browser())
                : new SandboxAvailability(
                        false,
                        false,
                        found.tier(),
                        (NOT_PERMITTED + " " + found.problem()).strip(),
                        found.note(),
                        found.browser());
    }

    private Found found() {
        Found found = known;
        return found == null ? UNANSWERED : found;
    }

    private void await(BooleanSupplier happened, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        while (!happened.getAsBoolean() && left > 0) {
            left = changed.awaitNanos(left);
        }
    }

    /// Tries no more, and returns once no try is under way: a try makes a sandbox, of which nothing may be left. One
    /// that does not end within two seconds is that of an engine that hangs, and is not waited for any longer.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            await(() -> !trying, CLOSING_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// What a try found: the tier's name, or what is missing and how to get it.
    private record Found(String tier, String problem, String note, String browser) {
        static Found problem(String problem) {
            return new Found("", problem, "", "There is no sandbox for a browser.");
        }

        static Found working(Tier tier) {
            return new Found(tier.name(), "", tier.note(), tier.browser());
        }

        boolean works() {
            return problem.isEmpty();
        }
    }
}
