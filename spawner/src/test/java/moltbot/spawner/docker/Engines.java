package moltbot.spawner.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import moltbot.testing.Dockerd;
import moltbot.testing.Needed;

/// A real Docker of a test's own with gVisor among its runtimes and the image that `deploy/sandbox/build` makes.
public final class Engines {
    public static final String IMAGE = "moltbot-sandbox:bookworm-slim";

    private Engines() {}

    /// Starts one in a new folder below.
    public static Dockerd start(Path folder) throws IOException, InterruptedException {
        Needed.root();
        Needed.programs("dockerd", "runsc");
        Path image = Path.of("")
                .toAbsolutePath()
                .resolve("../target/images/sandbox.tar")
                .normalize();
        Needed.that(Files.exists(image), "there is no " + image + "; scripts/test-setup makes it");
        Dockerd docker =
                Dockerd.withoutNetwork(Files.createDirectory(folder.resolve("docker")), Dockerd.withGvisor(folder));
        docker.docker("load", "-q", "-i", image.toString());
        return docker;
    }

    /// A tier on it, with a folder of its own.
    public static DockerTier tier(Dockerd docker, DockerTier.Kernel kernel, Path folder) {
        DockerTier.Options options = new DockerTier.Options(docker.socket(), IMAGE, "no-such-image", 1);
        return new DockerTier(options, kernel, folder, folder.getFileName().toString());
    }
}
