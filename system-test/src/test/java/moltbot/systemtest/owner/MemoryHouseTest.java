package moltbot.systemtest.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A memory on its way through a whole house: from one conversation to another, and to its owner.
class MemoryHouseTest {
    @TempDir
    Path folder;

    private static Answer memory(String action, String text) {
        return Answer.call(
                "",
                "toolu_" + action,
                "memory",
                JsonObject.with("action", action).with("text", text).build());
    }

    @Test
    void isThereInTheNextConversationAndTheOwnersToMend() throws Exception {
        Path data = folder.resolve("data");
        try (ModelServer model = ModelServer.start(0, asked -> {
            String body = new String(asked.body(), StandardCharsets.UTF_8);
            if (body.contains("toolu_search")) {
                return AnthropicWire.reply(Answer.text(body.contains("in the shed") ? "In the shed." : "No idea."));
            }
            if (body.contains("toolu_remember")) {
                return AnthropicWire.reply(Answer.text("I will remember."));
            }
            return AnthropicWire.reply(
                    body.contains("where is it?")
                            // No word of it is in what is remembered: it is found by what it means.
                            ? memory("search", "cycling")
                            : memory("remember", "The bicycle is in the cellar."));
        })) {
            TestHouse.settings(data, "model:\n  provider: anthropic\n  anthropic-url: " + model.url() + "\n");
            try (TestHouse house = TestHouse.up(data, Map.of("ANTHROPIC_API_KEY", "sk-ant-test"))) {
                house.awaitState("CLOSED");
                assertThat(house.run("chat", "--session", "one", "my bicycle is in the cellar")
                                .out())
                        .contains("I will remember.");
                assertThat(house.run("memory", "list").out())
                        .contains("#1  The bicycle is in the cellar.", "from the conversation one");

                assertThat(house.run("memory", "edit", "1", "The bicycle is in the shed.")
                                .out())
                        .contains("Changed.");
                assertThat(house.run("chat", "--session", "two", "where is it?").out())
                        .contains("In the shed.");

                JsonObject exported =
                        JsonObject.parse(house.run("memory", "export").out());
                assertThat(exported.list("memories").objects())
                        .singleElement()
                        .satisfies(one -> assertThat(one.text("source")).isEqualTo("owner"));
                assertThat(house.run("memory", "forget", "1").out()).contains("Forgotten.");
                assertThat(house.run("memory", "list", "bicycle").out()).contains("Nothing is remembered of that.");
                assertThat(house.run("memory", "forget", "1").err()).contains("no memory of that number");
            }
        }
    }
}
