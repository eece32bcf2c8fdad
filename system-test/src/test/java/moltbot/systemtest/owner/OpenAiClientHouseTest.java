package moltbot.systemtest.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.systemtest.house.Browser;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The official `openai` client of npm talks to a whole house by a token. `scripts/test-setup` installs it.
class OpenAiClientHouseTest {
    private static final Path TALK = TestHouse.CHECKOUT.resolve("system-test/clients/openai/talk.mjs");

    @TempDir
    Path folder;

    @Test
    void talksToTheAssistantThroughTheOfficialClient() throws Exception {
        Path data = folder.resolve("data");
        try (ModelServer model = ModelServer.start(0, _ -> AnthropicWire.reply(Answer.text("Good ", "day.")))) {
            TestHouse.settings(data, "model:\n  provider: anthropic\n  anthropic-url: " + model.url() + "\n");
            try (TestHouse house = TestHouse.up(data, Map.of("ANTHROPIC_API_KEY", "sk-ant-test"));
                    Browser browser = new Browser()) {
                house.awaitState("CLOSED");
                browser.claim(house, "correct horse battery");
                String token = house.run("token", "create", "client", "--scope", "chat:use")
                        .out()
                        .strip();

                JsonObject seen = talk(house.url(), token);

                assertThat(seen.list("models").texts()).containsExactly("moltbot");
                assertThat(seen.text("whole")).isEqualTo("Good day.");
                assertThat(seen.text("finish")).isEqualTo("stop");
                assertThat(seen.text("streamed")).isEqualTo("Good day.");
                assertThat(seen.text("foreignTools"))
                        .startsWith("BadRequestError 400")
                        .contains("its own tools");
                assertThat(seen.text("otherModel"))
                        .startsWith("NotFoundError 404")
                        .contains("one model here");
                assertThat(seen.text("otherToken")).startsWith("AuthenticationError 401");
            }
        }
    }

    private static JsonObject talk(String house, String token) throws Exception {
        ProcessBuilder client = new ProcessBuilder("node", TALK.toString());
        client.environment().put("BASE", house + (house.endsWith("/") ? "" : "/") + "v1");
        client.environment().put("TOKEN", token);
        TestHouse.Ran ran = TestHouse.finish(client.start(), new byte[0]);
        assertThat(ran.exit()).as(ran.err()).isZero();
        return JsonObject.parse(ran.out());
    }
}
