package moltbot.systemtest.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the first “hi” of a fresh house costs, and that the owner sees it.
class FirstRequestTest {
    private static final int MOST_BYTES = 8_000;
    private static final int MOST_TOKENS = 2_500;
    /// English and JSON have about four; a tokenizer that is worse than any in use has this.
    private static final double BYTES_PER_TOKEN = 3.2;

    @TempDir
    Path folder;

    @Test
    void asksForLittleAndSaysWhatItCost() throws Exception {
        Path data = folder.resolve("data");
        Reply answer = AnthropicWire.reply(Answer.text("Hello."));
        try (ModelServer model = ModelServer.start(0, _ -> answer)) {
            TestHouse.settings(data, "model:\n  provider: anthropic\n  anthropic-url: " + model.url() + "\n");
            try (TestHouse house = TestHouse.up(data, Map.of("ANTHROPIC_API_KEY", "sk-ant-test"))) {
                house.awaitState("CLOSED");
                assertThat(house.run("chat", "hi").out()).contains("Hello.");

                Asked first = model.next();
                assertThat(first.json().list("tools").values()).isNotEmpty();
                assertThat(first.body()).hasSizeLessThanOrEqualTo(MOST_BYTES);
                assertThat(first.body().length / BYTES_PER_TOKEN).isLessThanOrEqualTo(MOST_TOKENS);

                // The stand-in counts 10 tokens read, 5 from the cache, 2 written to it and 2 said.
                JsonObject usage = JsonObject.parse(house.run("usage", "--json").out());
                assertThat(usage.object("day").number("nanos"))
                        .isEqualTo(10 * 2_000 + 5 * 100 + 2 * 2_500 + 2 * 10_000);
                assertThat(house.run("usage").out()).contains("anthropic/claude-sonnet-5-5", "of $5.00", "This month");
            }
        }
    }
}
