package moltbot.systemtest.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.Conversation;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Something that is done later, on its way through a whole house: asked for, judged, run by itself, and told of.
class ScheduleHouseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private static Reply call(String tool, JsonObject.Builder input) {
        return AnthropicWire.reply(Answer.call("", "toolu_" + tool, tool, input.build()));
    }

    /// When asked to, it schedules; in the run it remembers something, with no more and no fewer rights.
    private static Reply answer(Asked asked) {
        String body = new String(asked.body(), StandardCharsets.UTF_8);
        boolean run = body.contains("A scheduled run");
        if (body.contains("toolu_schedule") || body.contains("toolu_memory")) {
            return AnthropicWire.reply(Answer.text(run ? "The plants are watered." : "It is planned."));
        }
        if (run) {
            return call("memory", JsonObject.with("action", "remember").with("text", "The plants were watered."));
        }
        JsonObject.Builder make = JsonObject.with("action", "make").with("text", "Water the plants.");
        String soon = LocalDateTime.now(ZoneId.systemDefault())
                .plusSeconds(8)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        return call("schedule", body.contains("every day") ? make.with("cron", "0 9 * * *") : make.with("at", soon));
    }

    private static List<String> told(Conversation conversation) {
        return conversation.history().stream()
                .filter(event ->
                        event.fact() instanceof ChatFact.Notice(String code, String _) && code.equals("scheduled"))
                .map(event -> ((ChatFact.Notice) event.fact()).text())
                .toList();
    }

    @Test
    void isDoneByItselfWithTheRightsOfWhoAskedAndToldThere() throws Exception {
        Path data = folder.resolve("data");
        try (ModelServer model = ModelServer.start(0, ScheduleHouseTest::answer)) {
            TestHouse.settings(data, "model:\n  provider: anthropic\n  anthropic-url: " + model.url() + "\n");
            try (TestHouse house = TestHouse.up(data, Map.of("ANTHROPIC_API_KEY", "sk-ant-test"))) {
                house.awaitState("CLOSED");
                assertThat(house.run("schedule", "list").out()).contains("Nothing is scheduled.");
                assertThat(house.run("chat", "--session", "one", "the plants, in a moment")
                                .out())
                        .contains("It is planned.");
                Conversation one = new Conversation(house, "one");
                Await.until("the run to be told of", PATIENCE, () -> !told(one).isEmpty());
                assertThat(told(one))
                        .singleElement()
                        .asString()
                        .contains("Scheduled #1, due", "The plants are watered.");
                assertThat(house.run("schedule", "list").out()).contains("#1  over", "last run: done");
                assertThat(house.run("memory", "list").out())
                        .as("remembered as the owner's own")
                        .contains("#1  The plants were watered.", "from the conversation schedule-");

                house.run("chat", "--session", "two", "every day");
                assertThat(house.run("schedule", "list").out())
                        .contains("#2  active, next", "at the times 0 9 * * *", "asked for in two");
                house.process("runtime").orElseThrow().destroyForcibly();
                Await.until(
                        "the runtime to be back",
                        PATIENCE,
                        () -> house.run("schedule", "pause", "2").out().contains("It is paused."));
                assertThat(house.run("schedule", "resume", "2").out()).contains("It is active, next on");
                assertThat(house.run("schedule", "delete", "2").out()).contains("Deleted.");
                assertThat(house.run("schedule", "delete", "2").err()).contains("no schedule of that number");
                assertThat(told(one)).as("told once").hasSize(1);
            }
        }
    }
}
