package moltbot.spawner.bubblewrap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

/// Starts processes on one thread that lives as long as this process. A sandbox asks the kernel to be killed when its
/// parent ends, and by "parent" Linux means the thread that started it (prctl(2), PR_SET_PDEATHSIG): started from a
/// virtual thread, whose carrier comes and goes, tasks would die at random.
final class Launcher {
    private record Order(ProcessBuilder what, CompletableFuture<Process> started) {}

    private final LinkedBlockingQueue<Order> orders = new LinkedBlockingQueue<>(64);
    private boolean begun;

    /// Starts a command with no environment, in `/`, with `input` as its standard input.
    Process start(List<String> words, Path input) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        builder.environment().put("LC_ALL", "C");
        builder.directory(Path.of("/").toFile());
        builder.redirectInput(input.toFile());
        begin();
        Order order = new Order(builder, new CompletableFuture<>());
        orders.put(order);
        try {
            // Not interruptible: what has been ordered will start, and whoever ordered it must end it.
            return order.started().join();
        } catch (CompletionException e) {
            throw new IOException("A sandbox could not be started.", e.getCause());
        }
    }

    private synchronized void begin() {
        if (!begun) {
            begun = true;
            Thread.ofPlatform().daemon().name("sandbox-launcher").start(this::work);
        }
    }

    private void work() {
        while (true) {
            try {
                Order order = orders.take();
                start(order);
            } catch (InterruptedException e) {
                // Nobody may end this thread while tasks run: they would end with it.
                continue;
            }
        }
    }

    private static void start(Order order) {
        try {
            order.started().complete(order.what().start());
        } catch (IOException | RuntimeException e) {
            order.started().completeExceptionally(e);
        }
    }
}
