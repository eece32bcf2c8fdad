package moltbot.systemtest.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.testtelegram.Updates;
import moltbot.systemtest.channel.TelegramHouse;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// In a whole house: the owner gives a group some tools. The model is offered no others there, and gets no further
/// where it calls one all the same.
@EnabledOnOs(OS.LINUX)
class GroupToolsHouseTest {
    private static final String ANNA = "1001";
    private static final String GROUP = "-1001234567890";

    @TempDir
    Path folder;

    /// Of each question to the model: the names of the tools it was offered.
    private final List<List<String>> offered = new CopyOnWriteArrayList<>();

    private Reply answer(Asked question) {
        offered.add(question.json().listOr("tools", JsonArray.EMPTY).objects().stream()
                .map(tool -> tool.text("name"))
                .toList());
        JsonObject last = question.json().list("messages").objects().getLast();
        String words = last.toString();
        if (words.contains("tool_result")) {
            return AnthropicWire.reply(Answer.text(words.contains("it-ran") ? "It ran." : "It did not run."));
        }
        JsonObject.Builder input = JsonObject.with("argv", JsonArray.ofTexts(List.of("echo", "it-ran")));
        return AnthropicWire.reply(Answer.call("", "toolu_1", "run_command", input.build()));
    }

    @Test
    void aGroupIsOfferedTheToolsItWasGivenAndGetsNoFurtherWithOthers() throws Exception {
        try (ModelServer model = ModelServer.start(0, this::answer);
                TelegramHouse telegram = TelegramHouse.up(folder.resolve("data"), model, "")) {
            asks(telegram, 1);
            Await.until(
                    "the group to wait",
                    Duration.ofSeconds(60),
                    () -> !list(telegram, "waiting").isEmpty());
            telegram.ask(
                    "pairing.approve",
                    JsonObject.with("code", list(telegram, "waiting").getFirst().text("code"))
                            .build());
            asks(telegram, 2);
            assertThat(telegram.got(GROUP, 1)).containsExactly("It ran.");
            assertThat(offered.getFirst()).contains("run_command", "read_file", "memory", "web_fetch");

            String key = list(telegram, "guests").getFirst().text("key");
            TestHouse.Ran wrong = telegram.house().run("pairing", "tools", key, "web,shell");
            assertThat(wrong.exit()).isNotZero();
            assertThat(wrong.err()).contains("There are no tools by that word", "commands");
            TestHouse.Ran given = telegram.house().run("pairing", "tools", key, "web,schedule");
            assertThat(given.out()).contains("Used there, and nothing else: web, schedule.");
            assertThat(telegram.house().run("pairing", "list").out()).contains("tools: web, schedule)");

            offered.clear();
            asks(telegram, 3);
            assertThat(telegram.got(GROUP, 2)).endsWith("It did not run.");
            assertThat(offered.getFirst())
                    .contains("web_fetch", "schedule")
                    .doesNotContain("run_command", "read_file", "write_file", "memory", "browser", "send_file");
        }
    }

    private static void asks(TelegramHouse telegram, int number) {
        telegram.world()
                .deliver(Updates.inGroup(ANNA, GROUP, number, true, "please run it")
                        .build());
    }

    private static List<JsonObject> list(TelegramHouse telegram, String which) {
        return telegram.ask("pairing.list", JsonObject.EMPTY).list(which).objects();
    }
}
