package moltbot.systemtest.panel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;
import moltbot.testing.Needed;

/// Another program, started for a test, its output in a file; ended with it.
final class Program implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path output;

    private Program(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static Program start(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MOLTBOT_") || name.endsWith("_API_KEY"));
        builder.environment().putAll(environment);
        return new Program(builder.start(), output);
    }

    /// What scripts/test-setup installed for `panel`; a test that needs it fails where it is not there.
    static Path installed(String panel, String file) {
        Path found = TestHouse.CHECKOUT
                .resolve("system-test/panels")
                .resolve(panel)
                .resolve("node_modules")
                .resolve(file);
        Needed.that(Files.exists(found), found + " is not there; scripts/test-setup installs it");
        return found;
    }

    /// Waits until it takes connections on this port of loopback.
    Program awaitPort(int port) {
        Await.until("a panel to listen on " + port + "; it said: " + output, PATIENCE, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("It ended: " + said());
            }
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
        return this;
    }

    /// Waits until it has made its socket.
    Program awaitSocket(Path socket) {
        Await.until("a panel to listen on " + socket, PATIENCE, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("It ended: " + said());
            }
            return Files.exists(socket);
        });
        return this;
    }

    long pid() {
        return process.pid();
    }

    String said() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() {
        end();
    }

    /// Ends it; once more does nothing.
    void end() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
