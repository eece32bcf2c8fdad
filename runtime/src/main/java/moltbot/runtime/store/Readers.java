package moltbot.runtime.store;

import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Two threads that read, each with its own connection, made when first needed: a database call holds the thread it
/// runs on, which must not be a virtual thread's carrier.
final class Readers implements AutoCloseable {
    /// Opens a connection.
    @FunctionalInterface
    interface Opening {
        Db open() throws SQLException;
    }

    private static final int THREADS = 2;
    private static final int MAX_WAITING = 1_024;

    private final Opening opening;
    private final ConcurrentLinkedDeque<Db> idle = new ConcurrentLinkedDeque<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name("store-reader-", 0).daemon().factory());

    Readers(Opening opening) {
        this.opening = opening;
    }

    <T> T read(Writer.Work<T> work) {
        try {
            return CompletableFuture.supplyAsync(() -> run(work), threads).join();
        } catch (RejectedExecutionException e) {
            throw StorageFailure.refusal("Too much is being read at once");
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    private <T> T run(Writer.Work<T> work) {
        try {
            Db known = idle.poll();
            Db db = known == null ? opening.open() : known;
            try {
                return work.run(db);
            } finally {
                idle.push(db);
            }
        } catch (SQLException e) {
            throw StorageFailure.of(e);
        }
    }

    @Override
    public void close() throws SQLException {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        for (Db db : idle) {
            db.close();
        }
    }
}
