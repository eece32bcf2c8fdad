package moltbot.runtime.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import org.jspecify.annotations.Nullable;

/// The one thread that writes. Whatever waits is committed together: one wait for the disk serves many callers. Each
/// piece of work is whole or nothing by itself, and its caller hears of it only after the disk has it.
final class Writer implements AutoCloseable {
    /// A piece of work. May be run again if the first try was rolled back, so it must change nothing but the database.
    @FunctionalInterface
    interface Work<T> {
        T run(Db db) throws SQLException;
    }

    private static final int MAX_TOGETHER = 64;
    private static final int MAX_WAITING = 1_024;
    private static final System.Logger LOG = System.getLogger("store");

    private final Db db;
    private final LinkedBlockingQueue<Job<?>> queue = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(MAX_WAITING);
    private final Thread thread;
    private volatile boolean closing;

    Writer(Db db) {
        this.db = db;
        this.thread = Thread.ofPlatform().name("store-writer").daemon().start(this::run);
    }

    /// Runs `work` and returns once it is on disk. `committed` runs before that, on the writer's thread, in the order
    /// of the commits.
    <T> T write(Work<T> work, Consumer<T> committed) {
        room.acquireUninterruptibly();
        try {
            Job<T> job = new Job<>(work, committed);
            queue.add(job);
            if (closing && queue.remove(job)) {
                throw StorageFailure.refusal("The store is closing");
            }
            return job.future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        } finally {
            room.release();
        }
    }

    private void run() {
        List<Job<?>> jobs = new ArrayList<>(MAX_TOGETHER);
        while (!closing || !queue.isEmpty()) {
            try {
                jobs.add(queue.take());
            } catch (InterruptedException e) {
                LOG.log(System.Logger.Level.WARNING, "Nobody should interrupt the writer.", e);
                continue;
            }
            queue.drainTo(jobs, MAX_TOGETHER - 1);
            together(jobs);
            jobs.clear();
        }
    }

    private void together(List<Job<?>> jobs) {
        try {
            db.update("BEGIN IMMEDIATE");
            for (Job<?> job : jobs) {
                job.attempt(db);
            }
            db.update("COMMIT");
        } catch (SQLException e) {
            rollBack();
            if (jobs.size() == 1) {
                jobs.getFirst().future.completeExceptionally(StorageFailure.of(e));
            } else {
                // One of them may be too much for the disk; the others need not suffer.
                jobs.forEach(job -> together(List.of(job)));
            }
            return;
        }
        jobs.forEach(Job::finish);
    }

    private void rollBack() {
        try {
            db.update("ROLLBACK");
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "The database had rolled back by itself.", e);
        }
    }

    /// Writes what waits, then ends.
    @Override
    public void close() throws SQLException {
        closing = true;
        // Wakes the thread; what was queued before it is written first.
        queue.add(new Job<>(_ -> true, _ -> {}));
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        db.close();
    }

    /// One caller's work and its future.
    private static final class Job<T> {
        private final Work<T> work;
        private final Consumer<T> committed;
        private final CompletableFuture<T> future = new CompletableFuture<>();
        private @Nullable T result;
        private @Nullable RuntimeException failure;

        Job(Work<T> work, Consumer<T> committed) {
            this.work = work;
            this.committed = committed;
        }

        /// Does the work, or nothing: its own refusal leaves the others' work alone.
        void attempt(Db db) throws SQLException {
            failure = null;
            db.update("SAVEPOINT work");
            try {
                result = work.run(db);
            } catch (ContractException | IllegalStateException e) {
                failure = e;
                db.update("ROLLBACK TO work");
            }
            db.update("RELEASE work");
        }

        void finish() {
            T done = result;
            if (failure != null || done == null) {
                future.completeExceptionally(failure != null ? failure : new IllegalStateException("No result."));
                return;
            }
            try {
                committed.accept(done);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "Something failed after it was stored.", e);
            }
            future.complete(done);
        }
    }
}
