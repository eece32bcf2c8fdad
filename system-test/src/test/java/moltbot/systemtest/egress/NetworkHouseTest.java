package moltbot.systemtest.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.AgentScript;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.systemtest.house.Conversation;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A command with network in the whole house, from the model's wish to the gateway's refusal: the name it asks for
/// leads nowhere (RFC 6761), and everything up to there is real.
@EnabledOnOs(OS.LINUX)
class NetworkHouseTest {
    @TempDir
    Path folder;

    @Test
    void aCommandsNetworkIsAskedForOpenedWrittenDownAndGone() throws Exception {
        Path data = folder.resolve("data");
        try (ModelServer model = ModelServer.start(0, new AgentScript());
                TestHouse house = up(data, model)) {
            house.awaitState("CLOSED");
            Conversation conversation = new Conversation(house, "network");
            JsonObject input = JsonObject.with(
                            "argv",
                            JsonArray.ofTexts(List.of(
                                    "sh",
                                    "-c",
                                    "curl -sS https://nowhere.invalid/public/x; curl -sS"
                                            + " https://nowhere.invalid/private; curl -sS --noproxy '*'"
                                            + " http://127.0.0.1:3000/")))
                    .with("network", JsonArray.ofTexts(List.of("GET https://nowhere.invalid/public")))
                    .build();
            conversation.say("call run_command " + input);
            List<String> asked = new ArrayList<>();
            StringBuilder output = new StringBuilder();
            conversation.watch(0, event -> {
                switch (event.fact()) {
                    case ChatFact.ApprovalAsked question -> {
                        asked.add(question.why());
                        approve(house, question.approval());
                    }
                    case ChatFact.ToolFinished finished -> output.append(finished.output());
                    default -> {}
                }
                return event.fact() instanceof ChatFact.TurnFinished;
            });

            assertThat(asked).containsExactly("It may ask https://nowhere.invalid/public by GET.");
            assertThat(output.toString())
                    .contains("The name nowhere.invalid leads to no address that a task may ask.")
                    .contains("This path of https://nowhere.invalid is not on this task's list")
                    .contains("Failed to connect to 127.0.0.1 port 3000");
            assertThat(Files.readString(data.resolve("control/audit/audit.jsonl")))
                    .containsSubsequence(
                            "egress.opened",
                            "GET https://nowhere.invalid/public/x",
                            "egress.refused",
                            "GET https://nowhere.invalid/private",
                            "egress.closed");
            assertThat(data.resolve("run/gateway/tasks")).isEmptyDirectory();
        }
    }

    @Test
    void theSpawnerIsInANetworkOfItsOwn() throws Exception {
        Path data = folder.resolve("data");
        try (ModelServer model = ModelServer.start(0, new AgentScript());
                TestHouse house = up(data, model)) {
            house.awaitState("CLOSED");
            Path spawner = ProcessHandle.allProcesses()
                    .map(process -> Path.of("/proc", Long.toString(process.pid())))
                    .filter(process -> commandLine(process).contains(data + "/spawner/tmp"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readSymbolicLink(spawner.resolve("ns/net")))
                    .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/net")));
            assertThat(Files.readAllLines(spawner.resolve("net/dev"))).hasSize(3);
            assertThat(Files.readAllLines(spawner.resolve("net/route"))).hasSizeLessThan(2);
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private static TestHouse up(Path data, ModelServer model) throws Exception {
        TestHouse.settings(data, "model:\n  anthropic-url: " + model.url() + "\n");
        return TestHouse.up(data, Map.of("ANTHROPIC_API_KEY", "sk-ant-test-0b7e61f2a9"));
    }

    private static void approve(TestHouse house, String approval) {
        try {
            assertThat(house.run("approve", approval).exit()).isZero();
        } catch (Exception e) {
            throw new AssertionError("It could not be approved.", e);
        }
    }
}
