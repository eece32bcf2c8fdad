package moltbot.spawner.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.seal.Seal;
import moltbot.spawner.task.AuthorizedTask;
import moltbot.spawner.task.Granted;
import moltbot.spawner.task.Stop;
import moltbot.spawner.task.TaskEnd;
import moltbot.spawner.task.TaskInput;
import moltbot.spawner.task.Tier;
import org.jspecify.annotations.Nullable;

/// A task like any other, in the same tier, that runs beside the bombs. Ten times a second it looks whether what it
/// wrote is still there, and says so.
final class Neighbour {
    /// On two busy processors; a neighbour that is held up for longer is hurt.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final SandboxLimits LIMITS =
            new SandboxLimits(Duration.ofMinutes(10), 64L << 20, 8, 1 << 20, 16L << 20);

    private static final String WORK = """
            echo whole > mine
            while [ "$(cat mine)" = whole ]; do
                echo .
                sleep 0.1
            done
            """;

    private final Stop stop = new Stop();
    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime());
    private final AtomicLong longestNanos = new AtomicLong();
    private final Thread thread;
    private volatile @Nullable TaskEnd end;

    private Neighbour(Tier tier, AuthorizedTask task, Path folder) {
        thread = Thread.ofPlatform().daemon().name("neighbour").unstarted(() -> live(tier, task, folder));
    }

    static Neighbour start(Tier tier, Granted granted, Path folder) throws IOException, InterruptedException {
        Path inputs = Files.createFile(folder.resolve("in.tar"));
        TreeMap<String, String> env = new TreeMap<>(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"));
        SandboxSpec spec = new SandboxSpec(List.of("sh", "-c", WORK), env, ".", Seal.sha256Hex(new byte[0]), LIMITS);
        Neighbour neighbour = new Neighbour(tier, granted.task(spec, inputs), folder);
        neighbour.thread.start();
        if (!neighbour.answers()) {
            throw new AssertionError("A neighbour does not live: " + neighbour.end);
        }
        return neighbour;
    }

    private void live(Tier tier, AuthorizedTask task, Path folder) {
        try {
            end = tier.run(task, TaskInput.NONE, (kind, bytes, length) -> heard(), stop);
            Trial.delete(folder);
        } catch (InterruptedException | IOException e) {
            throw new AssertionError("A neighbour ended badly.", e);
        }
    }

    private void heard() {
        long now = System.nanoTime();
        longestNanos.accumulateAndGet(now - lastNanos.getAndSet(now), Math::max);
    }

    boolean lives() {
        return end == null;
    }

    /// Begins to look how long it is silent.
    void look() {
        longestNanos.set(0);
    }

    private boolean answers() throws InterruptedException {
        long asked = System.nanoTime();
        while (lastNanos.get() - asked < 0 && lives() && System.nanoTime() - asked < PATIENCE.toNanos()) {
            if (new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return lastNanos.get() - asked >= 0;
    }

    /// What became of it since the look began; nothing, if it is well.
    List<String> hurt() throws InterruptedException {
        if (!answers()) {
            return List.of("a neighbour does not answer any more: " + Optional.ofNullable(end));
        }
        Duration silent = Duration.ofNanos(longestNanos.get());
        return silent.compareTo(PATIENCE) > 0
                ? List.of("a neighbour was held up for " + silent.toMillis() + " ms")
                : List.of();
    }

    void end() throws InterruptedException {
        stop.now("The probes are over.");
        thread.join(10_000);
    }
}
