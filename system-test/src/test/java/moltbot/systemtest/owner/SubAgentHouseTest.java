package moltbot.systemtest.owner;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
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

/// A sub-agent in a whole house: it outlives whatever dies, what it wants is asked with its name, and what it was asked
/// and answered is seen.
class SubAgentHouseTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String TASK = "Count the lines of words.txt and say how many there are.";

    @TempDir
    Path folder;

    private final List<String> heard = new CopyOnWriteArrayList<>();

    private Reply answer(Asked asked) {
        JsonObject json = asked.json();
        String body = new String(asked.body(), StandardCharsets.UTF_8);
        heard.add(body);
        boolean part = json.toString().contains("You are a sub-agent");
        String last = json.list("messages").objects().getLast().toString();
        if (part) {
            return AnthropicWire.reply(
                    last.contains("tool_result")
                            ? Answer.text("There are **two** lines in `words.txt`.")
                            : Answer.call("I count. ", "toolu_count", "run_command", slow()));
        }
        if (last.contains("two** lines")) {
            return AnthropicWire.reply(Answer.text("Two lines, my helper says."));
        }
        return AnthropicWire.reply(
                last.contains("tool_result")
                        ? Answer.call(
                                "",
                                "toolu_part",
                                "sub_agent",
                                JsonObject.with("task", TASK).build())
                        : Answer.call(
                                "I prepare it.",
                                "toolu_file",
                                "write_file",
                                JsonObject.with("path", "words.txt")
                                        .with("content", "one\ntwo\n")
                                        .build()));
    }

    /// More than a command may take at once, so that it is asked about.
    private static JsonObject slow() {
        return JsonObject.with("argv", JsonArray.ofTexts(List.of("wc", "-l", "words.txt")))
                .with("timeout_seconds", 300)
                .build();
    }

    @Test
    void worksOnAfterTheRuntimeDiedAndAsksWithItsName() throws Exception {
        Path data = folder.resolve("data");
        List<String> tooWide = new ArrayList<>();
        try (ModelServer model = ModelServer.start(0, this::answer)) {
            TestHouse.settings(data, "model:\n  provider: anthropic\n  anthropic-url: " + model.url() + "\n");
            try (TestHouse house = TestHouse.up(data, Map.of("ANTHROPIC_API_KEY", "sk-ant-test"));
                    Browser browser = new Browser()) {
                browser.claim(house, PASSWORD);
                Page page = browser.page();
                browser.say("How many lines are in my secret list?");
                browser.seen("A sub-agent asks this; its task: “" + TASK + "”");
                tooWide.addAll(Look.pictures(page, "sub-agent-asks"));

                long before = house.process("runtime").orElseThrow().pid();
                house.process("runtime").orElseThrow().destroyForcibly();
                Await.until(
                        "the runtime to be back",
                        TestHouse.PATIENCE,
                        () -> house.process("runtime")
                                .filter(process -> process.pid() != before)
                                .isPresent());
                page.getByText("Approve once").click();
                browser.seen("Two lines, my helper says.");
                browser.seen("There are two lines in words.txt.");
                tooWide.addAll(Look.pictures(page, "sub-agent"));
            }
        }
        assertThat(tooWide).isEmpty();
        assertThat(heard.stream().filter(body -> body.contains("You are a sub-agent")))
                .hasSizeGreaterThanOrEqualTo(2)
                .noneMatch(body -> body.contains("my secret list") || body.contains("\"sub_agent\""));
        assertThat(Files.readString(data.resolve("control/audit/audit.jsonl")))
                .contains("\"effect\":\"agent.run\"", "\"task\":\"" + TASK + "\"");
    }
}
