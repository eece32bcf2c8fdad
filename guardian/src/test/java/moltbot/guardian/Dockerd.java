package moltbot.guardian;

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
import moltbot.testing.Needed;

/// A real Docker of Debian's, with a socket and folders of its own, and one image: a shell. Wants root. Where Docker is
/// installed and this is root, it must start; `scripts/test-setup` installs it.
final class Dockerd implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/dockerd");
    private static final Path SHELL = Path.of("/bin/busybox");
    private static final String IMAGE = "shell";

    private final Path folder;
    private final Process process;

    private Dockerd(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /// In a network namespace of its own, so that its bridge and rules touch nobody.
    static Dockerd withBridge(Path folder) throws Exception {
        String script = "ip link set lo up && exec " + String.join(" ", command(folder, "--bip", "172.29.7.1/24"));
        return started(folder, List.of("unshare", "--net", "sh", "-c", script));
    }

    /// In this network namespace, without a network of its own.
    static Dockerd withoutNetwork(Path folder, String... more) throws Exception {
        List<String> all = new ArrayList<>(
                List.of("--bridge", "none", "--iptables=false", "--ip6tables=false", "--ip-forward=false"));
        all.addAll(List.of(more));
        return started(folder, command(folder, all.toArray(String[]::new)));
    }

    private static List<String> command(Path folder, String... more) {
        List<String> command = new ArrayList<>(List.of(
                PROGRAM.toString(),
                "--data-root",
                folder.resolve("data").toString(),
                "--exec-root",
                folder.resolve("exec").toString(),
                "--pidfile",
                folder.resolve("pid").toString(),
                "-H",
                "unix://" + folder.resolve("docker.sock")));
        command.addAll(List.of(more));
        return command;
    }

    private static Dockerd started(Path folder, List<String> command) throws Exception {
        Needed.root();
        Needed.programs("dockerd", "busybox");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Dockerd docker = new Dockerd(folder, process);
        try {
            Await.until("Docker listens", Duration.ofSeconds(60), docker::listens);
            docker.makeImage();
            return docker;
        } catch (Exception | AssertionError e) {
            docker.close();
            throw new AssertionError("Docker did not start: " + Files.readString(folder.resolve("log")), e);
        }
    }

    private boolean listens() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket()));
        } catch (IOException e) {
            return false;
        }
    }

    private void makeImage() throws IOException, InterruptedException {
        Path bin = Files.createDirectories(folder.resolve("root/bin"));
        Files.copy(SHELL, bin.resolve("busybox"));
        Files.createSymbolicLink(bin.resolve("sleep"), Path.of("busybox"));
        Files.createSymbolicLink(bin.resolve("httpd"), Path.of("busybox"));
        Files.createSymbolicLink(bin.resolve("sh"), Path.of("busybox"));
        Path archive = folder.resolve("root.tar");
        ran(List.of("tar", "-C", folder.resolve("root").toString(), "-cf", archive.toString(), "."));
        docker("import", archive.toString(), IMAGE);
    }

    Path socket() {
        return folder.resolve("docker.sock");
    }

    /// Starts a container that does nothing for long; its id. Where this kernel refuses what it is to have, it stays as
    /// it was made, which is said.
    String run(String... options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("create", "--stop-timeout", "0"));
        all.addAll(List.of(options));
        all.addAll(List.of(IMAGE, "/bin/sleep", "600"));
        String id = docker(all.toArray(String[]::new));
        try {
            docker("start", id);
        } catch (AssertionError e) {
            if (!String.valueOf(e.getMessage()).contains("operation not permitted")) {
                throw e;
            }
            System.err.println("MADE AND NOT STARTED, FOR THIS KERNEL REFUSES IT: " + String.join(" ", options));
        }
        return id;
    }

    void remove(String id) throws IOException, InterruptedException {
        docker("rm", "-f", id);
    }

    String docker(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker", "-H", "unix://" + socket()));
        command.addAll(List.of(arguments));
        return ran(command);
    }

    private static String ran(List<String> command) throws IOException, InterruptedException {
        Process one = new ProcessBuilder(command).redirectErrorStream(true).start();
        one.getOutputStream().close();
        String out = new String(one.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!one.waitFor(30, TimeUnit.SECONDS) || one.exitValue() != 0) {
            throw new AssertionError(command + " failed: " + out);
        }
        return out.substring(out.lastIndexOf('\n') + 1);
    }

    @Override
    public void close() throws IOException {
        try {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() throws IOException, InterruptedException {
        if (listens()) {
            String id = docker("ps", "-aq");
            while (!id.isEmpty()) {
                remove(id);
                id = docker("ps", "-aq");
            }
        }
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        Path left = folder.resolve("exec/netns/default");
        if (Files.exists(left)) {
            new ProcessBuilder("umount", left.toString()).start().waitFor();
        }
    }
}
