package moltbot.systemtest.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Programs call a real house over real sockets; what the assistant says to that reaches the owner in Telegram.
@EnabledOnOs(OS.LINUX)
class HookHouseTest {
    private static final String OWNER = "1003";

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    private Reply answer(Asked question) {
        asked.add(question.json().toString());
        JsonObject last = question.json().list("messages").objects().getLast();
        return AnthropicWire.reply(Answer.text("Heard: " + lastText(last)));
    }

    private static String lastText(JsonObject message) {
        String text = message.find("content").orElseThrow() instanceof JsonArray parts
                ? parts.objects().getLast().textOr("text", "")
                : message.text("content");
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    @Test
    void whatAProgramReportsIsAnsweredToTheOwner() throws Exception {
        String listen = "127.0.0.1:" + TestHouse.freePort();
        try (ModelServer model = ModelServer.start(0, this::answer);
                TelegramHouse telegram =
                        TelegramHouse.up(folder.resolve("data"), model, "hooks:\n  listen: " + listen + "\n")) {
            TestHouse house = telegram.house();
            house.awaitState("CLOSED");
            house.claim();
            telegram.letIn(OWNER, 1, true);
            HookCaller caller = new HookCaller(listen);
            TestHouse.Ran added = house.run("hook", "add", "front-door", "--to", "me");
            assertThat(added.exit()).as(added.err()).isZero();
            String token = added.out().strip();

            var taken = caller.post(
                    "/hooks/front-door",
                    "application/json",
                    "{\"text\":\"The front door was opened.\"}",
                    "authorization",
                    "Bearer " + token);

            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
            assertThat(telegram.got(OWNER, 2).getLast()).isEqualTo("Heard: The front door was opened.");
            assertThat(asked.getLast()).contains("not your owner's order", "front-door:");
        }
    }
}
