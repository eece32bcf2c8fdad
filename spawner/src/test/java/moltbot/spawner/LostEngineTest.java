package moltbot.spawner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Objects;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.sandbox.SandboxFrame;
import moltbot.spawner.docker.Engines;
import moltbot.testing.Dockerd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A Docker that is killed in the middle of a task.
@EnabledOnOs(OS.LINUX)
class LostEngineTest {
    @TempDir
    Path folder;

    @Test
    void leavesTheOutcomeUnknownAndNothingBehindOnceItIsBack() throws Exception {
        String marker = "6" + System.nanoTime() % 1_000_000_000;
        try (Dockerd docker = Engines.start(folder)) {
            JsonObject settings = JsonObject.with("tier", "docker")
                    .with("ready", 1)
                    .with("dockerSocket", docker.socket().toString())
                    .build();
            try (House house = House.start(folder.resolve("house"), settings).leased()) {
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
}
