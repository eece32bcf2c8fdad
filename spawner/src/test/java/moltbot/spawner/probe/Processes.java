package moltbot.spawner.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The processes of this machine that a probe has started, wherever they are: they bear its mark.
final class Processes {
    private Processes() {}

    /// Their names, zombies not among them, once the kernel has had a while to carry out that they were killed: a
    /// process with tens of thousands of mappings goes in its own time on a busy machine.
    static List<String> with(String mark) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        List<Path> left = marked(mark);
        while (!left.isEmpty()
                && System.nanoTime() - deadline < 0
                && !new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS)) {
            left = marked(mark);
        }
        List<String> names = new ArrayList<>();
        for (Path process : left) {
            names.add(read(process.resolve("comm")).strip() + " (" + process.getFileName() + ")");
        }
        return names;
    }

    /// Ends them and waits until they are gone; more may come while some are ended.
    static void endAll(String mark) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        List<Path> left = marked(mark);
        while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
            for (Path process : left) {
                ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
            if (new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS)) {
                return;
            }
            left = marked(mark);
        }
    }

    private static List<Path> marked(String mark) throws IOException {
        List<Path> marked = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (read(process.resolve("cmdline")).contains(mark)
                        || read(process.resolve("environ")).contains(mark)) {
                    marked.add(process);
                }
            }
        }
        return marked;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
