package moltbot.spawner.bubblewrap;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.ContractException;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.spawner.task.TaskOutput;

/// Carries one of a task's outputs to whoever waits for it. Beyond the bound (shared with the other output) it keeps
/// reading and drops, so that a task that writes too much is not held up. Its end is the end of every process that
/// could write there.
final class Pump {
    private static final System.Logger LOG = System.getLogger("bubblewrap");
    private static final int PIECE_BYTES = 16 << 10;

    private final InputStream from;
    private final SandboxFrame.Kind kind;
    private final TaskOutput to;
    private final AtomicLong left;
    private final Thread thread;
    private volatile boolean dropped;

    private Pump(InputStream from, SandboxFrame.Kind kind, TaskOutput to, AtomicLong left) {
        this.from = from;
        this.kind = kind;
        this.to = to;
        this.left = left;
        // A pipe's read would hold a virtual thread's carrier; these are few and short.
        this.thread = Thread.ofPlatform().daemon().name("task-" + kind).unstarted(this::carry);
    }

    static Pump start(InputStream from, SandboxFrame.Kind kind, TaskOutput to, AtomicLong left) {
        Pump pump = new Pump(from, kind, to, left);
        pump.thread.start();
        return pump;
    }

    private void carry() {
        byte[] piece = new byte[PIECE_BYTES];
        try (from) {
            int count;
            while ((count = from.read(piece)) >= 0) {
                int wanted = Math.clamp(left.getAndAdd(-count), 0, count);
                dropped |= wanted < count;
                if (wanted > 0 && !deliver(piece, wanted)) {
                    left.set(0);
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A task's output ended early.", e);
        }
    }

    private boolean deliver(byte[] piece, int count) {
        try {
            to.write(kind, piece, count);
            return true;
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.DEBUG, "Nobody takes a task''s output any more: {0}", e.getMessage());
            return false;
        }
    }

    /// Waits until nobody can write any more.
    void join() throws InterruptedException {
        thread.join();
    }

    boolean dropped() {
        return dropped;
    }
}
