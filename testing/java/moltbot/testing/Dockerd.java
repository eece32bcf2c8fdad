package moltbot.testing;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A real Docker of Debian's with a socket and folders of its own. Wants root. Where Docker is installed and this is
/// root, it must start; `scripts/test-setup` installs it.
public final class Dockerd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private Process process;

    private Dockerd(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /// Its arguments in any case; more may follow.
    private static List<String> command(Path folder, List<String> more) {
        List<String> command = new ArrayList<>(List.of(
                "/usr/sbin/dockerd",
                "--data-root",
                folder.resolve("data").toString(),
                "--exec-root",
                folder.resolve("exec").toString(),
                "--pidfile",
                folder.resolve("pid").toString(),
                "-H",
                "unix://" + folder.resolve("docker.sock")));
        command.addAll(more);
        return command;
    }

    /// In a network namespace of its own, so that its bridge and rules touch nobody.
    public static Dockerd withBridge(Path folder) throws IOException, InterruptedException {
        return withBridge(folder, "unshare", "--net");
    }

    /// The same in a network namespace that is there.
    ///
    /// @param enter  the words that begin a program there
    public static Dockerd withBridge(Path folder, String... enter) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(enter));
        String script = "ip link set lo up && exec "
                + String.join(" ", command(folder, List.of("--bip", "172.29.7.1/24")));
        words.addAll(List.of("sh", "-c", script));
        return started(folder, words);
    }

    /// In this network namespace, without a network of its own.
    public static Dockerd withoutNetwork(Path folder, String... more) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(
                List.of("--bridge", "none", "--iptables=false", "--ip6tables=false", "--ip-forward=false"));
        all.addAll(List.of(more));
        return started(folder, command(folder, all));
    }

    /// What makes gVisor one of its runtimes, for [#withoutNetwork] and [#again].
    ///
    /// @param folder  where a file for that is written
    public static String[] withGvisor(Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("daemon.json"), """
                {"runtimes":{"runsc":{"path":"/usr/bin/runsc","runtimeArgs":["--platform=ptrace","--network=none"]}}}
                """);
        return new String[] {"--config-file", file.toString()};
    }

    private static Dockerd started(Path folder, List<String> command) throws IOException, InterruptedException {
        Needed.root();
        Needed.programs("dockerd");
        Dockerd docker = new Dockerd(folder, begun(folder, command));
        docker.awaitIt();
        return docker;
    }

    private static Process begun(Path folder, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private void awaitIt() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!listens()) {
            if (System.nanoTime() - end > 0 || !process.isAlive()) {
                close();
                throw new AssertionError("Docker did not start: " + Files.readString(folder.resolve("log")));
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private boolean listens() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket()));
        } catch (IOException e) {
            return false;
        }
    }

    public Path socket() {
        return folder.resolve("docker.sock");
    }

    /// Ends it as a machine out of memory would, with the containerd it started; its containers live on.
    public void kill() throws IOException, InterruptedException {
        Path file = folder.resolve("exec/containerd/containerd.pid");
        long containerd = Long.parseLong(Files.readString(file).strip());
        process.destroyForcibly().waitFor();
        ProcessHandle.of(containerd).ifPresent(one -> {
            one.destroyForcibly();
            one.onExit().join();
        });
        Files.delete(file);
    }

    /// Starts it again after [#kill].
    public void again(String... more) throws IOException {
        Files.deleteIfExists(folder.resolve("pid"));
        List<String> all = new ArrayList<>(
                List.of("--bridge", "none", "--iptables=false", "--ip6tables=false", "--ip-forward=false"));
        all.addAll(List.of(more));
        process = begun(folder, command(folder, all));
        awaitIt();
    }

    /// Its own command line; the last line of what that says.
    public String docker(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker", "-H", "unix://" + socket()));
        command.addAll(List.of(arguments));
        String said = ran(command);
        return said.substring(said.lastIndexOf('\n') + 1);
    }

    /// Runs a program to its end; what it said.
    public static String ran(List<String> command) throws IOException, InterruptedException {
        Process one = new ProcessBuilder(command).redirectErrorStream(true).start();
        one.getOutputStream().close();
        String out = new String(one.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!one.waitFor(60, TimeUnit.SECONDS) || one.exitValue() != 0) {
            throw new AssertionError(command + " failed: " + out);
        }
        return out;
    }

    @Override
    public void close() throws IOException {
        try {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whoever used it may be about to remove the same ones, for which the engine refuses.
    private void removeAll() throws IOException, InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        List<String> left = docker("ps", "-aq").lines().toList();
        while (!left.isEmpty() && System.nanoTime() - end < 0) {
            for (String id : left) {
                new ProcessBuilder("docker", "-H", "unix://" + socket(), "rm", "-f", id)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            }
            left = docker("ps", "-aq").lines().toList();
        }
    }

    private void end() throws IOException, InterruptedException {
        if (listens()) {
            removeAll();
        }
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        for (String mount : mounts().reversed()) {
            new ProcessBuilder("umount", "--lazy", mount).start().waitFor();
        }
    }

    /// What is still mounted in its folders, in order.
    private List<String> mounts() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" ", -1)[1])
                .filter(place -> place.startsWith(folder + "/"))
                .toList();
    }
}
