package moltbot.guardian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import moltbot.testing.Needed;

/// A real Docker of Debian's with one image: a shell.
final class Dockerd implements AutoCloseable {
    private static final Path SHELL = Path.of("/bin/busybox");
    private static final String IMAGE = "shell";

    private final moltbot.testing.Dockerd engine;

    private Dockerd(moltbot.testing.Dockerd engine) {
        this.engine = engine;
    }

    /// In a network namespace of its own, so that its bridge and rules touch nobody.
    static Dockerd withBridge(Path folder) throws IOException, InterruptedException {
        return furnished(moltbot.testing.Dockerd.withBridge(folder), folder);
    }

    /// In this network namespace, without a network of its own.
    static Dockerd withoutNetwork(Path folder, String... more) throws IOException, InterruptedException {
        return furnished(moltbot.testing.Dockerd.withoutNetwork(folder, more), folder);
    }

    private static Dockerd furnished(moltbot.testing.Dockerd engine, Path folder)
            throws IOException, InterruptedException {
        Needed.programs("busybox");
        Path bin = Files.createDirectories(folder.resolve("root/bin"));
        Files.copy(SHELL, bin.resolve("busybox"));
        Files.createSymbolicLink(bin.resolve("sleep"), Path.of("busybox"));
        Files.createSymbolicLink(bin.resolve("httpd"), Path.of("busybox"));
        Files.createSymbolicLink(bin.resolve("sh"), Path.of("busybox"));
        Path archive = folder.resolve("root.tar");
        moltbot.testing.Dockerd.ran(
                List.of("tar", "-C", folder.resolve("root").toString(), "-cf", archive.toString(), "."));
        engine.docker("import", archive.toString(), IMAGE);
        return new Dockerd(engine);
    }

    Path socket() {
        return engine.socket();
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
        return engine.docker(arguments);
    }

    @Override
    public void close() throws IOException {
        engine.close();
    }
}
