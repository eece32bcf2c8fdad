package moltbot.systemtest.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import moltbot.contract.chat.ChatFact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopTest {
    @TempDir
    Path folder;

    @Test
    void stopsEverythingWithinFiveSecondsAndLosesNothing() throws Exception {
        Path data = folder.resolve("data");
        String id = UUID.randomUUID().toString();
        List<ProcessHandle> all;
        try (TestHouse house = TestHouse.up(data, Map.of())) {
            all = house.supervisor().descendants().toList();
            assertThat(all).hasSizeGreaterThanOrEqualTo(6);
            new Conversation(house, "stop").say(id, "Write a Python script that prints hello world and run it");

            assertThat(house.stop()).isLessThan(Duration.ofSeconds(5));
            assertThat(all).noneMatch(ProcessHandle::isAlive);
        }
        try (TestHouse house = TestHouse.up(data, Map.of())) {
            Conversation chat = new Conversation(house, "stop");
            var again = chat.say(id, "Write a Python script that prints hello world and run it");
            assertThat(again.flag("duplicate")).isTrue();
            assertThat(chat.turn(again.text("turn"))).anyMatch(event -> event.fact() instanceof ChatFact.TurnFinished);
        }
    }

    @Test
    void leavesNoCompartmentBehindWhenTheSupervisorIsKilled() throws Exception {
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of())) {
            List<ProcessHandle> all = house.supervisor().descendants().toList();

            house.supervisor().destroyForcibly();
            Await.until(
                    "every compartment to end",
                    Duration.ofSeconds(10),
                    () -> all.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void stopsByCommandAndSaysSo() throws Exception {
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of())) {
            TestHouse.Ran down = house.run("down");
            assertThat(down.exit()).isZero();
            assertThat(down.out()).contains("stopped");
            Await.until(
                    "the supervisor to end",
                    TestHouse.PATIENCE,
                    () -> !house.supervisor().isAlive());

            TestHouse.Ran status = house.run("status");
            assertThat(status.exit()).isEqualTo(1);
            assertThat(status.err()).contains("./moltbot up");
        }
    }
}
