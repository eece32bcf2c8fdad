package moltbot.control.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import org.jspecify.annotations.Nullable;

/// A file of lines that only grows. [#append] returns when its line is on disk; what is appended at the same time
/// shares one flush. One thread writes, because a caller that is interrupted (a link that was cancelled) would close
/// the file for everyone. When a write fails, nothing of its batch stays in the file. Safe for use by several threads.
public final class Journal implements AutoCloseable {
    /// A line that is made when its turn to be written has come, so that it can hold what came before it.
    @FunctionalInterface
    public interface Line {
        /// The line without its line feed. Called once, on the writing thread, in the order of the file.
        byte[] encode();
    }

    /// Learns whether the lines made since it last heard are kept. Called on the writing thread.
    public interface Outcome {
        void kept();

        void lost();

        /// For journals whose lines do not depend on one another.
        Outcome IGNORED = new Outcome() {
            @Override
            public void kept() {
                // Nothing depends on it.
            }

            @Override
            public void lost() {
                // Nothing depends on it.
            }
        };
    }

    private static final System.Logger LOG = System.getLogger("journal");
    private static final int WAITING = 1024;
    private static final int BATCH = 256;
    private static final long PATIENCE_SECONDS = 10;

    /// Each is itself only, so no record.
    private static final class Waiting {
        private final Line line;
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();

        Waiting(Line line) {
            this.line = line;
        }
    }

    private final LineFile file;
    private final Outcome outcome;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(WAITING);
    private final Waiting stop = new Waiting(() -> new byte[0]);
    private volatile boolean closed;

    Journal(LineFile file, Outcome outcome) {
        this.file = file;
        this.outcome = outcome;
        Thread.ofPlatform().daemon().name("journal").start(this::write);
    }

    /// Opens or makes the file. A last line that was not written to its end is taken away; see [#tornBytes].
    public static Journal open(Path path, Outcome outcome) {
        return new Journal(AppendFile.open(path), outcome);
    }

    /// How many bytes of an unfinished last line were taken away when the file was opened.
    public long tornBytes() {
        return file.tornBytes();
    }

    /// Writes a line and waits until it is on disk. A failure is [Code#UNAVAILABLE], `storage`.
    public void append(Line line) throws InterruptedException {
        Waiting waiting = new Waiting(line);
        if (closed || !queue.offer(waiting, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw failed(null);
        }
        try {
            if (!waiting.done.get()) {
                throw failed(null);
            }
        } catch (ExecutionException e) {
            throw failed(e.getCause());
        }
    }

    private static ContractException failed(@Nullable Throwable cause) {
        ContractException failure =
                new ContractException(Code.UNAVAILABLE, "storage", "A record could not be written to disk.");
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }

    private void write() {
        List<Waiting> batch = new ArrayList<>(BATCH);
        boolean last = false;
        while (!last) {
            try {
                batch.add(queue.take());
            } catch (InterruptedException e) {
                LOG.log(System.Logger.Level.ERROR, "A journal's thread was interrupted; it goes on.", e);
                continue;
            }
            queue.drainTo(batch, BATCH - 1);
            last = batch.remove(stop);
            if (!batch.isEmpty()) {
                write(batch);
            }
            batch.clear();
        }
        refuseWaiting();
        stop.done.complete(true);
    }

    private void write(List<Waiting> batch) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 * batch.size());
        try {
            for (Waiting waiting : batch) {
                bytes.writeBytes(waiting.line.encode());
                bytes.write('\n');
            }
            file.append(bytes.toByteArray());
            outcome.kept();
            batch.forEach(waiting -> waiting.done.complete(true));
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A journal could not be written; what asked for it is refused.", e);
            outcome.lost();
            batch.forEach(waiting -> waiting.done.completeExceptionally(e));
        }
    }

    private void refuseWaiting() {
        Waiting waiting;
        while ((waiting = queue.poll()) != null) {
            waiting.done.complete(false);
        }
    }

    /// Writes what waits, then closes the file.
    @Override
    public void close() throws IOException {
        closed = true;
        while (!queue.offer(stop)) {
            LockSupport.parkNanos(this, 1_000_000);
        }
        stop.done.join();
        refuseWaiting();
        file.close();
    }
}
