package moltbot.systemtest.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.Conversation;
import moltbot.systemtest.house.Panel;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A command in the background, in a whole house and a real sandbox: it runs on between turns, and ends with a
/// trip or a restart.
@EnabledOnOs(OS.LINUX)
class BackgroundTest {
    private static final Pattern NAME = Pattern.compile("It runs as ([^,]+),");
    private static final String MARKER = "2" + System.nanoTime() % 1_000_000_000;

    @TempDir
    Path folder;

    private volatile String name = "";

    @Test
    void runsOnBetweenTurnsOnceApprovedAndEndsWithATrip() throws Exception {
        inAHouse((house, chat) -> {
            assertThat(output(chat.turn(chat.say("look")))).contains("tick");
            assertThat(running()).isTrue();

            house.trip("to see what ends");
            Await.until("the sandbox to end", TestHouse.PATIENCE, () -> !running());
        });
    }

    @Test
    void endsWithARestartAndSaysSo() throws Exception {
        inAHouse((house, chat) -> {
            house.replace("runtime");
            Await.until("the sandbox to end", TestHouse.PATIENCE, () -> !running());

            assertThat(output(chat.turn(chat.say("look"))))
                    .contains("ended, at the latest when the house was restarted");
        });
    }

    /// What is tried with a command that was approved and has begun.
    private interface Trying {
        void with(TestHouse house, Conversation chat) throws Exception;
    }

    private void inAHouse(Trying trying) throws Exception {
        Path data = folder.resolve("data");
        try (ModelServer model = ModelServer.start(0, this::answer)) {
            TestHouse.settings(data, "model:\n  provider: anthropic\n  anthropic-url: " + model.url() + "\n");
            try (TestHouse house = TestHouse.up(data, Map.of("ANTHROPIC_API_KEY", "sk-ant-test"))) {
                Panel panel = Panel.claim(house);
                house.awaitState("CLOSED");
                Conversation chat = new Conversation(house, "main");
                String turn = chat.say("begin it");
                assertThat(panel.post("/api/approvals/" + question(chat) + "/approve", JsonObject.EMPTY)
                                .statusCode())
                        .isEqualTo(200);
                assertThat(chat.answer(turn)).contains("Begun.");
                Await.until("it to run after its turn", TestHouse.PATIENCE, BackgroundTest::running);
                trying.with(house, chat);
            }
        }
    }

    private static String question(Conversation chat) {
        String[] approval = new String[1];
        chat.watch(0, event -> {
            if (event.fact() instanceof ChatFact.ApprovalAsked asked) {
                approval[0] = asked.approval();
            }
            return approval[0] != null;
        });
        return approval[0];
    }

    private static String output(List<ChatEvent> events) {
        return events.stream()
                .map(ChatEvent::fact)
                .filter(ChatFact.ToolFinished.class::isInstance)
                .map(fact -> ((ChatFact.ToolFinished) fact).output())
                .findFirst()
                .orElseThrow();
    }

    private static boolean running() {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info().arguments().map(List::of).orElse(List.of()).stream()
                        .anyMatch(word -> word.equals(MARKER)));
    }

    private Reply answer(Asked asked) {
        String last = asked.json().list("messages").objects().getLast().toString();
        Matcher named = NAME.matcher(last);
        if (named.find()) {
            name = named.group(1);
            return AnthropicWire.reply(Answer.text("Begun."));
        } else if (last.contains("tool_result")) {
            return AnthropicWire.reply(Answer.text("Seen."));
        } else if (last.contains("begin it")) {
            JsonArray argv = JsonArray.ofTexts(List.of("sh", "-c", "echo tick; exec sleep " + MARKER));
            JsonObject input =
                    JsonObject.with("argv", argv).with("background", true).build();
            return AnthropicWire.reply(Answer.call("", "toolu_begin", "run_command", input));
        }
        JsonObject input = JsonObject.with("action", "poll")
                .with("id", name)
                .with("from", 0)
                .build();
        return AnthropicWire.reply(Answer.call("", "toolu_look", "background", input));
    }
}
