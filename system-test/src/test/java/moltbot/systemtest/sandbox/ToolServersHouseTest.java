package moltbot.systemtest.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.systemtest.house.Conversation;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The whole house with a real server of tools in a sandbox: from the owner's settings to what the model reads, with
/// the owner asked once.
@EnabledOnOs(OS.LINUX)
class ToolServersHouseTest {
    private static final Path SERVERS = TestHouse.CHECKOUT.resolve("system-test/servers/tools");

    @TempDir
    Path folder;

    private static Answer wants(String id, String tool, JsonObject input) {
        return Answer.call("", id, tool, input);
    }

    private static List<Reply> replies() {
        List<Reply> replies = new ArrayList<>(List.of(AnthropicWire.reply(Answer.text("Hello."))));
        for (String turn : List.of("a", "b")) {
            replies.add(AnthropicWire.reply(wants(
                    turn + "1", "load_tools", JsonObject.with("server", "all").build())));
            replies.add(AnthropicWire.reply(wants(
                    turn + "2",
                    "load_tools",
                    JsonObject.with("server", "all")
                            .with("tools", JsonArray.ofTexts(List.of("echo")))
                            .build())));
            replies.add(AnthropicWire.reply(wants(
                    turn + "3",
                    "mcp__all__echo",
                    JsonObject.with("message", "hello from " + turn).build())));
            replies.add(AnthropicWire.reply(Answer.text("Done.")));
        }
        return replies;
    }

    @Test
    void theOwnersServerIsUsedAndItsWordsAreAskedAboutOnce() throws Exception {
        assertThat(SERVERS.resolve("node_modules/installed.lock"))
                .as("scripts/test-setup installs it")
                .exists();
        Path data = folder.resolve("data");
        List<Reply> replies = replies();
        AtomicInteger asked = new AtomicInteger();
        try (ModelServer model = ModelServer.start(0, _ -> replies.get(asked.getAndIncrement()))) {
            TestHouse.settings(data, """
                    model:
                      provider: anthropic
                      anthropic-url: %s
                    servers:
                      all:
                        about: everything there is to try
                        command: [node, node_modules/@modelcontextprotocol/server-everything/dist/index.js]
                        files: %s
                    """.formatted(model.url(), SERVERS));
            try (TestHouse house = TestHouse.up(data, Map.of("ANTHROPIC_API_KEY", "sk-ant-test"))) {
                house.awaitState("CLOSED");
                new Conversation(house, "hi").answer(new Conversation(house, "hi").say("hi"));
                Asked first = model.next();
                assertThat(first.body())
                        .as("a server costs a greeting next to nothing")
                        .hasSizeLessThanOrEqualTo(8_000);
                assertThat(text(first))
                        .contains("all (everything there is to try)")
                        .doesNotContain("mcp__all__echo");

                assertThat(turn(house, "one"))
                        .as("what the server says of its tool")
                        .hasSize(1);
                model.next();
                model.next();
                assertThat(text(model.next())).contains("\"name\":\"mcp__all__echo\"");
                assertThat(text(model.next())).contains("| Echo: hello from a");

                assertThat(turn(house, "two")).as("always means always").isEmpty();
                assertThat(house.run("policy", "rules").out())
                        .contains("The tool 'echo' of the server 'all' may be loaded");
                assertThat(Files.readString(data.resolve("control/audit/audit.jsonl")))
                        .containsSubsequence("sandbox.hold", "\"configured\"", "mcp.load", "mcp.call", "hello from b");
            }
        }
    }

    private static String text(Asked request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    /// Has the model use the server; what the owner was asked, and answered "always".
    private static List<String> turn(TestHouse house, String session) {
        Conversation conversation = new Conversation(house, session);
        String turn = conversation.say("Try the server.");
        List<String> questions = new ArrayList<>();
        conversation.watch(0, event -> {
            if (event.fact() instanceof ChatFact.ApprovalAsked question) {
                questions.add(question.shows().toString());
                always(house, question.approval());
            }
            return over(event, turn);
        });
        assertThat(conversation.answer(turn)).contains("Done.");
        assertThat(questions).allMatch(shown -> shown.contains("Echoes back the input string"));
        return questions;
    }

    private static boolean over(ChatEvent event, String turn) {
        return event.turn().equals(turn) && event.fact() instanceof ChatFact.TurnFinished;
    }

    private static void always(TestHouse house, String approval) {
        try {
            assertThat(house.run("approve", approval, "--always").exit()).isZero();
        } catch (Exception e) {
            throw new AssertionError("It could not be approved.", e);
        }
    }
}
