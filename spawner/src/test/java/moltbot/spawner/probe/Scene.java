package moltbot.spawner.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What is planted on this machine for the probes to find: a file in four places, listening sockets of every kind, a
/// process that shows its name and its environment, shared memory, message queues, a key. Each holds a token that no
/// probe is told, so a token that comes out of a sandbox has been read; whoever connects is noticed.
final class Scene implements AutoCloseable {
    private static final Set<String> PLANTED = Set.of("secret", "engine.sock");

    private final Process process;
    private final Thread reader;
    private final Map<String, String> env = new TreeMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> touched = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ready = new CountDownLatch(1);

    private Scene(Process process) {
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().name("scene").unstarted(this::read);
    }

    /// @param folder  not below `/tmp`, which sandboxes cover for reasons of their own
    static Scene plant(Path folder) throws IOException, InterruptedException {
        Path own = Files.createDirectory(folder.resolve("scene"));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
        String name = "moltbot-probe-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        Scene scene = new Scene(
                new ProcessBuilder("python3", Resources.path("scene.py").toString(), name, own.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
        scene.env.put("PROBE_DATA", own.toString());
        scene.env.put("PROBE_MACHINE", MachineFiles.known());
        scene.reader.start();
        if (!scene.ready.await(20, TimeUnit.SECONDS)) {
            scene.close();
            throw new AssertionError("The scene could not be set.");
        }
        return scene;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = lines.readLine()) != null) {
                String[] words = line.split(" ", 3);
                switch (words[0]) {
                    case "env" -> env.put(words[1], words[2]);
                    case "token" -> {
                        String rest = line.substring("token ".length());
                        int last = rest.lastIndexOf(' ');
                        tokens.put(rest.substring(0, last), rest.substring(last + 1));
                    }
                    case "touched" -> touched.add(line.substring("touched ".length()));
                    default -> ready.countDown();
                }
            }
        } catch (IOException e) {
            throw new AssertionError("The scene broke down.", e);
        }
    }

    /// What a probe is told: names and places.
    Map<String, String> env() {
        return env;
    }

    /// Which planted things the text tells of.
    List<String> told(String text) {
        List<String> told = new ArrayList<>();
        tokens.forEach((what, token) -> {
            if (text.contains(token)) {
                told.add("told what was planted: " + what);
            }
        });
        return told;
    }

    /// What was connected to since the last look.
    List<String> touched() {
        List<String> since = new ArrayList<>();
        String what;
        while ((what = touched.poll()) != null) {
            since.add("touched: " + what);
        }
        return since;
    }

    /// False if what was planted is not there or not as it was, or something else is.
    boolean whole() throws IOException {
        Path file = Path.of(env.getOrDefault("PROBE_FILE", ""));
        String pid = env.getOrDefault("PROBE_PID", "0");
        int strange = 0;
        try (DirectoryStream<Path> there = Files.newDirectoryStream(file.resolveSibling(""))) {
            for (Path path : there) {
                if (!PLANTED.contains(path.getFileName().toString())) {
                    Files.delete(path);
                    strange++;
                }
            }
        }
        return strange == 0
                && process.isAlive()
                && ProcessHandle.of(Long.parseLong(pid)).isPresent()
                && !told(Files.readString(file)).isEmpty();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            reader.join();
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
