package moltbot.runtime.meaning;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import moltbot.runtime.memory.Meaning;
import org.jspecify.annotations.Nullable;

/// The model in this process: loaded when a text first asks for it, and let go when none has for a while. One platform
/// thread does the work, and lives as long as the model. What cannot be loaded is not tried again.
public final class Embedder implements Meaning, AutoCloseable {
    static final String MODEL = "all-minilm-l6-v2-q.onnx";
    static final String VOCABULARY = "all-minilm-l6-v2-q-tokenizer.json";
    private static final List<String> FILES = List.of(MODEL, VOCABULARY);

    private static final System.Logger LOG = System.getLogger(Embedder.class.getName());
    private static final int MAX_WAITING = 64;

    private final Path folder;
    private final Duration idle;
    private final Duration patience;
    private final BlockingQueue<Job> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private @Nullable Thread worker;
    private boolean closed;

    /// @param done  empty where there was no vector to be had
    private record Job(String text, CompletableFuture<Optional<float[]>> done) {}

    /// @param folder    where the model and its vocabulary are
    /// @param idle      how long the model stays without work
    /// @param patience  longest wait for one vector
    Embedder(Path folder, Duration idle, Duration patience) {
        this.folder = folder;
        this.idle = idle;
        this.patience = patience;
    }

    /// The model in `folder`; empty where a build left it out.
    public static Optional<Embedder> in(Path folder) {
        return FILES.stream().allMatch(name -> Files.isReadable(folder.resolve(name)))
                ? Optional.of(new Embedder(folder, Duration.ofMinutes(5), Duration.ofSeconds(5)))
                : Optional.empty();
    }

    @Override
    public Optional<float[]> of(String text) {
        Job job = new Job(text, new CompletableFuture<>());
        if (!enqueue(job)) {
            return Optional.empty();
        }
        try {
            return job.done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    /// Under one lock with the worker's leaving, so that nothing is left behind in the queue.
    private synchronized boolean enqueue(Job job) {
        if (closed || !waiting.offer(job)) {
            return false;
        }
        if (worker == null) {
            worker = Thread.ofPlatform().name("meaning").daemon().start(this::work);
        }
        return true;
    }

    private void work() {
        boolean whole = false;
        try (MiniLm model = new MiniLm(folder)) {
            serve(model);
            whole = true;
        } catch (OrtException | IOException | RuntimeException | LinkageError e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Memories are searched by their words alone: the model of meanings could not be used.",
                    e);
        } catch (InterruptedException e) {
            // The compartment stops.
            Thread.currentThread().interrupt();
        } finally {
            if (!whole) {
                leave(true);
            }
        }
    }

    private void serve(MiniLm model) throws InterruptedException {
        Job job = next();
        while (job != null) {
            try {
                job.done.complete(Optional.of(model.vector(job.text)));
            } catch (OrtException | RuntimeException e) {
                // Of this text alone nothing is known.
                LOG.log(System.Logger.Level.WARNING, "What a memory means could not be told.", e);
                job.done.complete(Optional.empty());
            }
            job = next();
        }
    }

    /// The next; none where the worker is to go.
    private @Nullable Job next() throws InterruptedException {
        Job job = waiting.poll(idle.toNanos(), TimeUnit.NANOSECONDS);
        return job != null ? job : leave(false);
    }

    private synchronized @Nullable Job leave(boolean forGood) {
        closed |= forGood;
        Job late = waiting.poll();
        while (closed && late != null) {
            late.done.complete(Optional.empty());
            late = waiting.poll();
        }
        if (late == null) {
            worker = null;
        }
        return late;
    }

    /// The thread that works now, if any.
    synchronized Optional<Thread> worker() {
        return Optional.ofNullable(worker);
    }

    @Override
    public void close() {
        Optional<Thread> last;
        synchronized (this) {
            closed = true;
            last = worker();
        }
        last.ifPresent(Thread::interrupt);
    }
}
