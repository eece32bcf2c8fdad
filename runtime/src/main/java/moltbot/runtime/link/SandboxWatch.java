package moltbot.runtime.link;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.sandbox.SandboxAvailability;
import moltbot.runtime.patience.Patience;
import moltbot.runtime.tool.Sandbox.Availability;
import org.jspecify.annotations.Nullable;

/// Knows at any time whether tasks can be run: the spawner tells it as soon as that changes. While the spawner cannot
/// be heard nothing is confirmed, so tools are off. Safe for several threads.
public final class SandboxWatch implements AutoCloseable {
    /// How long a turn waits for a spawner that is just starting.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final String OFF =
            "Tools are off, because the guard is not confirming that this machine is safe. Chat still works; tools"
                    + " come back by themselves when it does. './moltbot status' says what is wrong.";
    private static final SandboxAvailability SILENT =
            new SandboxAvailability(false, false, "", "The part that runs commands does not answer.");
    private static final System.Logger LOG = System.getLogger("sandbox");

    private final LinkClient spawner;
    private final BlockedPanel panel;
    private final Patience patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private final Thread thread;
    private @Nullable SandboxAvailability latest;
    private long silentSince = System.nanoTime();
    private volatile boolean closed;

    public SandboxWatch(LinkClient spawner, BlockedPanel panel, Patience patience) {
        this.spawner = spawner;
        this.panel = panel;
        this.patience = patience;
        this.thread = Thread.ofVirtual().name("sandbox-watch").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        int failures = 0;
        while (!closed) {
            try (LinkCall call = spawner.open("sandbox.watch", JsonObject.EMPTY)) {
                call.end();
                byte[] frame;
                while ((frame = call.next()) != null) {
                    failures = 0;
                    set(SandboxAvailability.fromJson(JsonObject.parse(frame)));
                }
            } catch (ContractException e) {
                LOG.log(System.Logger.Level.DEBUG, "The spawner is not heard: {0}", e.getMessage());
            }
            set(null);
            try {
                patience.pause(Math.min(failures++, 4));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void set(@Nullable SandboxAvailability availability) {
        lock.lock();
        try {
            if (availability == null && latest != null) {
                silentSince = System.nanoTime();
            }
            latest = availability;
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What the spawner said last, as it is shown to people.
    public SandboxAvailability shown() {
        lock.lock();
        try {
            return latest == null ? SILENT : latest;
        } finally {
            lock.unlock();
        }
    }

    /// What may be offered now; waits a moment for a spawner that is just (re)starting.
    Availability availability() throws InterruptedException {
        SandboxAvailability now = heard();
        if (now == null || !now.permitted()) {
            return panel.why()
                    .<Availability>map(Availability.Blocked::new)
                    .orElseGet(() -> new Availability.NoLease(OFF));
        }
        return now.available()
                ? new Availability.Ready(now.tier(), now.browser().isEmpty())
                : new Availability.NoTier(now.reason());
    }

    private @Nullable SandboxAvailability heard() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long until = silentSince + PATIENCE.toNanos();
            long left;
            while (latest == null && (left = until - System.nanoTime()) > 0) {
                if (!told.await(left, TimeUnit.NANOSECONDS)) {
                    break;
                }
            }
            return latest;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
