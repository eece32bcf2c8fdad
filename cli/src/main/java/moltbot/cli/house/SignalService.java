package moltbot.cli.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import moltbot.cli.confine.Confinement;
import moltbot.cli.confine.Walls;

/// signal-cli as a process of its own beside the compartments: it keeps the link to the owner's Signal account in
/// `data/signal`, the one folder it may write, and listens at a Unix socket there. It is another's program, so it has
/// no key, no capability and no link of the house's; the gateway is the only one that talks to it.
final class SignalService {
    private static final System.Logger LOG = System.getLogger("supervisor");
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final Duration LEFTOVER_PATIENCE = Duration.ofSeconds(5);

    private final Layout layout;
    private final Java java;
    private final Confinement confinement;
    private final Path program;

    SignalService(Layout layout, Java java, Confinement confinement, Path program) {
        this.layout = layout;
        this.java = java;
        this.confinement = confinement;
        this.program = program;
    }

    Process start() throws IOException {
        Layout.privateFolder(layout.signal());
        endLeftover();
        Path temporary = layout.signal().resolve("tmp");
        if (Files.isSymbolicLink(temporary)) {
            Files.delete(temporary);
        }
        Layout.privateFolder(temporary);
        Files.deleteIfExists(layout.signalSocket());
        ProcessBuilder builder = new ProcessBuilder(command(program, layout));
        builder.directory(layout.signal().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment(temporary));
        Process process = confinement.start(builder, walls());
        process.getOutputStream().close();
        Layout.writePrivately(pidFile(), line(process.toHandle()) + "\n");
        Thread.ofVirtual().name("signal-sweep").start(() -> sweepWhile(process));
        return process;
    }

    private void sweepWhile(Process process) {
        try {
            while (!process.waitFor(SWEEP.toMillis(), TimeUnit.MILLISECONDS)) {
                sweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweep() {
        try {
            LoadedFiles.sweep(layout.signal(), Instant.now(), LoadedFiles.MOST_BYTES);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "What signal-cli has loaded could not be deleted; it is tried again.",
                    e);
        }
    }

    /// Messages are received only while somebody has asked for them: whatever comes before waits on Signal's servers.
    static List<String> command(Path program, Layout layout) {
        return List.of(
                program.toString(),
                "--config",
                layout.signal().toString(),
                "daemon",
                "--socket",
                layout.signalSocket().toString(),
                "--receive-mode",
                "manual",
                "--no-receive-stdout");
    }

    private Map<String, String> environment(Path temporary) {
        return Map.of(
                "PATH",
                "/usr/local/bin:/usr/bin:/bin",
                "LANG",
                "C.UTF-8",
                "HOME",
                layout.signal().toString(),
                "JAVA_HOME",
                java.home().toString(),
                "JAVA_OPTS",
                "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m -Djava.io.tmpdir=" + temporary);
    }

    private Walls walls() throws IOException {
        Path folder = Optional.ofNullable(
                        program.toRealPath().resolveSibling("").getParent())
                .orElse(program.resolveSibling(""));
        List<Path> readable = new ArrayList<>(List.of(
                folder,
                java.home(),
                Path.of("/lib"),
                Path.of("/lib64"),
                Path.of("/usr/lib"),
                Path.of("/usr/lib64"),
                Path.of("/usr/share"),
                Path.of("/etc"),
                Path.of("/proc"),
                Path.of("/sys")));
        readable.addAll(NameFiles.beyond(Path.of("/etc"), Path.of("/run")));
        List<Path> runnable =
                List.of(folder, java.home(), Path.of("/bin"), Path.of("/usr/bin"), Path.of("/lib"), Path.of("/lib64"));
        return new Walls(true, List.of(layout.signal()), readable, runnable, true, false);
    }

    /// A house that was killed leaves its signal-cli behind, which would keep the account from the next.
    private void endLeftover() throws IOException {
        if (!Files.exists(pidFile())) {
            return;
        }
        String noted = Files.readString(pidFile()).strip();
        Optional<ProcessHandle> leftover = ProcessHandle.allProcesses()
                .filter(process -> line(process).equals(noted))
                .findFirst();
        if (leftover.isPresent()) {
            leftover.get().destroyForcibly();
            awaitEnd(leftover.get());
        }
        Files.deleteIfExists(pidFile());
    }

    private static void awaitEnd(ProcessHandle process) throws IOException {
        try {
            process.onExit().get(LEFTOVER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("A signal-cli of before does not end: process " + process.pid(), e);
        }
    }

    /// Its number and when it started: numbers are used again.
    private static String line(ProcessHandle process) {
        return process.pid() + " "
                + process.info().startInstant().map(Object::toString).orElse("");
    }

    /// Where signal-cli itself cannot write: whoever is named in it is ended.
    private Path pidFile() {
        return layout.run().resolve("signal-cli.pid");
    }
}
