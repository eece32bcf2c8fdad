package moltbot.systemtest.egress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import moltbot.contract.json.JsonObject;
import moltbot.systemtest.house.TestHouse;
import moltbot.testing.Dockerd;
import moltbot.testing.Needed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The browser tool, and pages that mean harm, in containers of a real Docker: all that is tried in bubblewrap.
@EnabledOnOs(OS.LINUX)
class ContainerBrowserTest {
    private static final String IMAGE = "moltbot-sandbox-browser:bookworm-slim";

    @TempDir
    static Path folder;

    private static Dockerd docker;

    @BeforeAll
    static void startDocker() throws Exception {
        docker = Dockerd.withoutNetwork(Files.createDirectories(folder.resolve("docker")), Dockerd.withGvisor(folder));
        for (String name : List.of("sandbox", "browser")) {
            Path image = TestHouse.CHECKOUT.resolve("target/images/" + name + ".tar");
            Needed.that(Files.exists(image), "there is no " + image + "; scripts/test-setup makes it");
            docker.docker("load", "-q", "-i", image.toString());
        }
    }

    @AfterAll
    static void stopDocker() throws Exception {
        docker.close();
    }

    private static JsonObject in(String tier) {
        return JsonObject.with("tier", tier)
                .with("dockerSocket", docker.socket().toString())
                .build();
    }

    /// What Docker says to this, in lines.
    private static List<String> asked(String... words) {
        List<String> command = new ArrayList<>(List.of("docker", "-H", "unix://" + docker.socket()));
        command.addAll(List.of(words));
        try {
            return Dockerd.ran(command).lines().toList();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The containers there are of the browser's image, running or not.
    private static List<String> containers() {
        return asked("ps", "-aq", "--no-trunc", "--filter", "ancestor=" + IMAGE);
    }

    /// What runs in those.
    private static List<ProcessHandle> inside() {
        Set<String> spaces = containers().stream()
                .map(id -> asked("inspect", "-f", "{{.State.Pid}}", id).getFirst())
                .map(ContainerBrowserTest::space)
                .collect(Collectors.toSet());
        return ProcessHandle.allProcesses()
                .filter(process -> spaces.contains(space(Long.toString(process.pid()))))
                .toList();
    }

    /// The namespace of processes that one is in.
    private static String space(String process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", process, "ns/pid")).toString();
        } catch (IOException e) {
            return process + " is gone";
        }
    }

    @Nested
    class Using extends BrowserTest {
        @Override
        JsonObject settings() {
            return in("docker");
        }

        @Override
        List<ProcessHandle> browsers() {
            return inside();
        }

        @Override
        boolean isGone() {
            return containers().isEmpty();
        }
    }

    @Nested
    class UsingUnderGvisor extends Using {
        @Override
        JsonObject settings() {
            return in("gvisor");
        }
    }

    @Nested
    class Harm extends HostilePageTest {
        @Override
        JsonObject settings() {
            return in("docker");
        }

        @Override
        List<ProcessHandle> browsers() {
            return inside();
        }

        @Override
        boolean isGone() {
            return containers().isEmpty();
        }
    }
}
