package moltbot.spawner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.spawner.docker.Engines;
import moltbot.spawner.docker.ForgetfulEngine;
import moltbot.testing.Dockerd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Each container's task is a user of its own, with all that the kernel gives to one; and no container is forgotten.
@EnabledOnOs(OS.LINUX)
class ContainerUsersTest {
    /// Takes inotify instances until there are no more, and says how many it got.
    private static final String TAKE_ALL = """
            import ctypes, time
            libc = ctypes.CDLL(None)
            taken = 0
            while libc.inotify_init1(0) >= 0:
                taken += 1
            print(taken, flush=True)
            time.sleep(60)
            """;

    private static final String TAKE_ONE = """
            import ctypes, os
            print(ctypes.CDLL(None).inotify_init1(0) >= 0, os.getuid())
            """;

    @TempDir
    Path folder;

    @Test
    void leavesNeighboursWhatIsCountedByUser() throws Exception {
        try (Dockerd docker = Engines.start(folder);
                House house = house(docker.socket()).leased();
                LinkCall greedy = house.begin("python3", "-c", TAKE_ALL)) {
            SandboxFrame said = SandboxFrame.decode(Objects.requireNonNull(greedy.next()));
            int taken = Integer.parseInt(new String(said.bytes(), StandardCharsets.UTF_8).strip());
            assertThat(taken).as("what one user may have").isGreaterThan(1);

            assertThat(house.python(SandboxLimits.STANDARD, TAKE_ONE).text()).startsWith("True 6");
        }
    }

    @Test
    void asksAgainWhereTheEngineRefusesToRemove() throws Exception {
        try (Dockerd docker = Engines.start(folder);
                ForgetfulEngine engine = ForgetfulEngine.before(docker.socket(), folder.resolve("refusing.sock"));
                House house = house(engine.socket()).leased()) {
            ContainerTest.await(() -> ContainerTest.sandboxes(docker) == 1);
            engine.loses("DELETE /");
            assertThat(house.shell("echo done").text()).isEqualTo("done\n");
            assertThat(ContainerTest.sandboxes(docker))
                    .as("the next, and the one refused")
                    .isEqualTo(2);

            engine.loses("");
            ContainerTest.await(() -> ContainerTest.sandboxes(docker) == 1);
        }
    }

    private House house(Path socket) throws Exception {
        return House.start(
                Files.createTempDirectory(folder, "house"),
                JsonObject.with("tier", "docker")
                        .with("ready", 1)
                        .with("dockerSocket", socket.toString())
                        .build());
    }
}
