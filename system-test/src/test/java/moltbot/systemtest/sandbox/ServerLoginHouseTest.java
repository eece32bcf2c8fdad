package moltbot.systemtest.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.testoauth.ProtectedTools;
import moltbot.gateway.testoauth.StandInAuthorization;
import moltbot.systemtest.house.Conversation;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The whole house and a server that wants a sign-in: from the owner's shell to what the model reads, through a renewal
/// to the end of it.
@EnabledOnOs(OS.LINUX)
class ServerLoginHouseTest {
    private static final JsonObject OPEN = JsonObject.with("server", "wiki").build();
    private static final JsonObject LOAD = JsonObject.with("server", "wiki")
            .with("tools", JsonArray.ofTexts(List.of("say")))
            .build();

    @TempDir
    Path folder;

    private static Reply calls(String id, String tool, JsonObject input) {
        return AnthropicWire.reply(Answer.call("", id, tool, input));
    }

    private static Reply done() {
        return AnthropicWire.reply(Answer.text("Done."));
    }

    private static List<Reply> replies() {
        return List.of(
                // Before anybody signed in.
                calls("a1", "load_tools", OPEN),
                done(),
                // Signed in.
                calls("b1", "load_tools", OPEN),
                calls("b2", "load_tools", LOAD),
                calls("b3", "mcp__wiki__say", JsonObject.EMPTY),
                done(),
                // The token is over.
                calls("c1", "mcp__wiki__say", JsonObject.EMPTY),
                done(),
                // The owner took it back at the server.
                calls("d1", "mcp__wiki__say", JsonObject.EMPTY),
                done());
    }

    @Test
    void theOwnerSignsInOnceAndIsToldWhenItIsOver() throws Exception {
        Path data = folder.resolve("data");
        List<Reply> replies = replies();
        AtomicInteger asked = new AtomicInteger();
        try (StandInAuthorization authorization = new StandInAuthorization();
                ProtectedTools tools = new ProtectedTools(authorization);
                ModelServer model = ModelServer.start(0, _ -> replies.get(asked.getAndIncrement()))) {
            TestHouse.settings(data, """
                    model:
                      provider: anthropic
                      anthropic-url: %s
                    servers:
                      wiki:
                        url: %s
                        sign-in: owner
                        issuer: %s
                    """.formatted(model.url(), tools.url(), authorization.url()));
            try (TestHouse house = TestHouse.up(data, Map.of("ANTHROPIC_API_KEY", "sk-ant-test"))) {
                house.awaitState("CLOSED");
                assertThat(house.run("status").out())
                        .contains("wiki wants you to sign in: ./moltbot server login wiki");
                turn(house);
                assertThat(last(model, 2)).contains("The server 'wiki' wants a sign-in", "./moltbot server login wiki");

                assertThat(login(data, authorization))
                        .contains("says that one signs in at " + authorization.url())
                        .contains("It wants these rights: read")
                        .contains("Signed in to 'wiki', with read.");
                assertThat(house.run("server", "list").out()).contains("wiki", "signed in at " + authorization.url());
                turn(house);
                assertThat(last(model, 4)).contains("| say was done");

                authorization.endAccess();
                turn(house);
                assertThat(last(model, 2)).contains("| say was done");
                assertThat(authorization.forms.getLast()).containsEntry("grant_type", "refresh_token");

                authorization.endAll();
                turn(house);
                assertThat(last(model, 2)).contains("wants a sign-in", "./moltbot server login wiki");
                assertThat(house.run("status").out()).contains("wiki wants you to sign in");
                assertThat(house.run("server", "logout", "wiki").out()).contains("Forgotten");
            }
            holdsNoToken(data, authorization);
            assertThat(Files.readString(data.resolve("control/audit/audit.jsonl")))
                    .containsSubsequence("\"way\":\"sign-in\"", authorization.url(), "mcp.open", "mcp.call");
        }
    }

    /// The owner at their shell, with a browser somewhere else.
    private static String login(Path data, StandInAuthorization authorization) throws Exception {
        Process shell = TestHouse.builder(Map.of(), "server", "login", "wiki", "--data", data.toString())
                .redirectErrorStream(true)
                .start();
        StringBuilder shown = new StringBuilder();
        try (BufferedReader out = shell.inputReader(StandardCharsets.UTF_8)) {
            shell.getOutputStream().write("yes\n".getBytes(StandardCharsets.UTF_8));
            shell.getOutputStream().flush();
            String line;
            while ((line = out.readLine()) != null) {
                shown.append(line).append('\n');
                if (line.startsWith(authorization.url() + "/authorize?")) {
                    shell.getOutputStream().write((authorization.browse(line) + "\n").getBytes(StandardCharsets.UTF_8));
                    shell.getOutputStream().flush();
                }
            }
        }
        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(shown.toString()).isZero();
        return shown.toString();
    }

    private static void holdsNoToken(Path data, StandInAuthorization authorization) throws IOException {
        assertThat(authorization.given).isNotEmpty();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("token-of-the-stand-in");
            }
        }
    }

    private static String last(ModelServer model, int questions) throws Exception {
        String text = "";
        for (int i = 0; i < questions; i++) {
            Asked next = model.next();
            text = new String(next.body(), StandardCharsets.UTF_8);
        }
        return text;
    }

    /// One turn, in which the owner says yes to whatever is asked.
    private static void turn(TestHouse house) {
        Conversation conversation = new Conversation(house, "one");
        String turn = conversation.say("Ask the wiki.");
        List<String> approvals = new ArrayList<>();
        conversation.watch(0, event -> {
            if (event.fact() instanceof ChatFact.ApprovalAsked question && !approvals.contains(question.approval())) {
                approvals.add(question.approval());
                approve(house, question.approval());
            }
            return over(event, turn);
        });
        assertThat(conversation.answer(turn)).contains("Done.");
    }

    private static boolean over(ChatEvent event, String turn) {
        return event.turn().equals(turn) && event.fact() instanceof ChatFact.TurnFinished;
    }

    private static void approve(TestHouse house, String approval) {
        try {
            // A question of an earlier turn is shown again, and is over.
            var _ = house.run("approve", approval);
        } catch (Exception e) {
            throw new AssertionError("It could not be approved.", e);
        }
    }
}
