package moltbot.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.spawner.docker.Engines;
import moltbot.spawner.docker.ForgetfulEngine;
import moltbot.testing.Dockerd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A Docker that is killed in the middle of a task, and a spawner that is.
@EnabledOnOs(OS.LINUX)
class LostEngineTest {
    @TempDir
    Path folder;

    @Test
    void leavesTheOutcomeUnknownAndNothingBehindOnceItIsBack() throws Exception {
        String marker = "6" + System.nanoTime() % 1_000_000_000;
        try (Dockerd docker = Engines.start(folder)) {
            try (House house =
                    House.start(folder.resolve("house"), settings(docker)).leased()) {
                LinkCall call = house.begin("sh", "-c", "echo begun; sleep " + marker);
                assertThat(SandboxFrame.decode(Objects.requireNonNull(call.next()))
                                .kind())
                        .isEqualTo(SandboxFrame.Kind.OUTPUT);
                docker.kill();
                assertThatThrownBy(() -> House.read(call))
                        .isInstanceOfSatisfying(
                                ContractException.class,
                                e -> assertThat(e.reason()).isEqualTo("outcome-unknown"));
                docker.again(Dockerd.withGvisor(folder));
                ContainerTest.await(() -> house.availability().tier().equals("docker"));
                assertThat(house.shell("echo back").text()).isEqualTo("back\n");
                assertThat(House.processesWith("sleep\0" + marker)).isZero();
            }
            ContainerTest.await(() -> ContainerTest.sandboxes(docker) == 0);
        }
    }

    @Test
    void removesWhatASpawnerThatWasKilledLeft() throws Exception {
        try (Dockerd docker = Engines.start(folder)) {
            String marker = "3" + System.nanoTime() % 1_000_000_000;
            Path home = Files.createTempDirectory(folder, "killed");
            Set<String> before = new HashSet<>();
            try (House around = House.around(home)) {
                Process spawner = around.spawner(home, settings(docker));
                try (LinkCall call = around.leased().begin("sh", "-c", "echo begun; sleep " + marker)) {
                    assertThat(SandboxFrame.decode(Objects.requireNonNull(call.next()))
                                    .kind())
                            .isEqualTo(SandboxFrame.Kind.OUTPUT);
                    before.addAll(ContainerTest.of(docker, home));
                } finally {
                    spawner.destroyForcibly().waitFor();
                }
            }
            assertThat(before).isNotEmpty();
            try (House next = House.start(home, settings(docker))) {
                assertThat(next.availability().tier()).isEqualTo("docker");
                ContainerTest.awaitNone(marker);
                ContainerTest.await(
                        () -> ContainerTest.of(docker, home).stream().noneMatch(before::contains));
            }
        }
    }

    @Test
    void saysThatNothingWasRunWhereTheSandboxIsGoneBeforeTheCommand() throws Exception {
        String marker = "never-run-" + System.nanoTime();
        try (Dockerd docker = Engines.start(folder);
                ForgetfulEngine engine = ForgetfulEngine.before(docker.socket(), folder.resolve("losing.sock"));
                House house = House.start(folder.resolve("losing"), settings(engine.socket()))
                        .leased()) {
            engine.loses(marker);
            assertThatThrownBy(() -> house.shell("echo " + marker))
                    .isInstanceOfSatisfying(
                            ContractException.class, e -> assertThat(e.reason()).isEqualTo("no-tier"))
                    .hasMessageContaining("nothing was run");
        }
    }

    private static JsonObject settings(Dockerd docker) {
        return settings(docker.socket());
    }

    private static JsonObject settings(Path socket) {
        return JsonObject.with("tier", "docker")
                .with("ready", 1)
                .with("dockerSocket", socket.toString())
                .build();
    }
}
