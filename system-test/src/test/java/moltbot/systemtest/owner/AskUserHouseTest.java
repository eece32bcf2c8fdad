package moltbot.systemtest.owner;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.Browser;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A question of the assistant's, in a whole house: it outlives whatever dies, is answered by a click or in words, and
/// takes no codes.
class AskUserHouseTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path folder;

    private final List<String> heard = new CopyOnWriteArrayList<>();

    /// Asks at first, and says what came of it.
    private Reply answer(Asked asked) {
        heard.add(new String(asked.body(), StandardCharsets.UTF_8));
        JsonObject last = asked.json().list("messages").objects().getLast();
        String body = last.toString();
        if (!body.contains("tool_result")) {
            JsonObject question = JsonObject.with("question", "Which day suits you?")
                    .with("choices", JsonArray.ofTexts(List.of("Tuesday", "Thursday")))
                    .build();
            return AnthropicWire.reply(Answer.call("I look.", "toolu_ask", "ask_user", question));
        }
        return AnthropicWire.reply(Answer.text(
                body.contains("They chose 2: Thursday")
                        ? "Booked for Thursday."
                        : body.contains("the day after") ? "Booked for the day after." : "Booked for nothing."));
    }

    @Test
    void isAnsweredByAClickAfterTheRuntimeDiedAndInWordsOnTheHost() throws Exception {
        Path data = folder.resolve("data");
        List<String> tooWide = new ArrayList<>();
        try (ModelServer model = ModelServer.start(0, this::answer)) {
            TestHouse.settings(data, "model:\n  provider: anthropic\n  anthropic-url: " + model.url() + "\n");
            try (TestHouse house = TestHouse.up(data, Map.of("ANTHROPIC_API_KEY", "sk-ant-test"));
                    Browser browser = new Browser()) {
                browser.claim(house, PASSWORD);
                Page page = browser.page();
                browser.say("Book a table");
                browser.seen("Moltbot asks");
                tooWide.addAll(Look.pictures(page, "question"));

                long before = house.process("runtime").orElseThrow().pid();
                house.process("runtime").orElseThrow().destroyForcibly();
                Await.until(
                        "the runtime to be back",
                        TestHouse.PATIENCE,
                        () -> house.process("runtime")
                                .filter(process -> process.pid() != before)
                                .isPresent());
                browser.say("482913");
                browser.seen("it was not passed on to the model");
                page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Thursday"))
                        .click();
                browser.seen("Booked for Thursday.");
                browser.seen("You chose “Thursday”.");
                tooWide.addAll(Look.pictures(page, "question-answered"));

                TestHouse.Ran asked = house.run("chat", "--session", "host", "Book a table");
                assertThat(asked.out()).contains("? The assistant asks: Which day suits you?", "2. Thursday");
                TestHouse.Ran answered = house.run("chat", "--session", "host", "the day after");
                assertThat(answered.out()).contains("Booked for the day after.");
                assertThat(Files.readString(data.resolve("control/audit/audit.jsonl")))
                        .contains("\"effect\":\"user.ask\"")
                        .doesNotContain("approval.asked");
                assertThat(heard).noneMatch(body -> body.contains("482913"));
            }
        }
        assertThat(tooWide).isEmpty();
    }
}
