package moltbot.systemtest.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.testtelegram.TelegramWorld;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;
import moltbot.testing.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The house behind another's emulator of the Bot API (npm `telegram-test-api`), which shares no line with our
/// stand-in. It knows texts, commands and buttons, but no files, and not that buttons go.
@EnabledOnOs(OS.LINUX)
class TelegramEmulatorTest {
    private static final Path EMULATOR =
            TestHouse.CHECKOUT.resolve("system-test/messengers/telegram-test-api/node_modules/telegram-test-api");
    private static final String PROGRAM = """
            const TelegramServer = require(process.argv[1]);
            const server = new TelegramServer({host: '127.0.0.1', port: Number(process.argv[2])});
            server.start().then(() => console.log('up'));
            """;

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = freePort();

    private static int freePort() {
        try {
            return TestHouse.freePort();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private JsonObject post(String path, JsonObject body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        return JsonObject.parse(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private static JsonObject.Builder fromAnna() {
        JsonObject person = JsonObject.with("id", 1001)
                .with("first_name", "Anna")
                .with("username", "anna")
                .with("is_bot", false)
                .build();
        return JsonObject.with("botToken", TelegramWorld.TOKEN).with("from", person);
    }

    private static JsonObject chat() {
        return JsonObject.with("id", 1001)
                .with("first_name", "Anna")
                .with("type", "private")
                .build();
    }

    private void writes(String text) throws Exception {
        post(
                "/sendMessage",
                fromAnna()
                        .with("chat", chat())
                        .with("date", 1_700_000_000)
                        .with("text", text)
                        .build());
    }

    private void commands(String command) throws Exception {
        JsonObject entity = JsonObject.with("type", "bot_command")
                .with("offset", 0)
                .with("length", command.length())
                .build();
        post(
                "/sendCommand",
                fromAnna()
                        .with("chat", chat())
                        .with("date", 1_700_000_000)
                        .with("text", command)
                        .with("entities", JsonArray.of(List.of(entity)))
                        .build());
    }

    /// The latest of the bot's messages that has buttons.
    private Optional<JsonObject> offering() throws Exception {
        return sent().reversed().stream().filter(one -> !buttons(one).isEmpty()).findFirst();
    }

    private static List<JsonObject> buttons(JsonObject sent) {
        return sent
                .object("message")
                .objectOr("reply_markup", JsonObject.EMPTY)
                .listOr("inline_keyboard", JsonArray.EMPTY)
                .values()
                .stream()
                .flatMap(row -> ((JsonArray) row).objects().stream())
                .toList();
    }

    private void taps(JsonObject sent, String label) throws Exception {
        String data = buttons(sent).stream()
                .filter(button -> button.text("text").equals(label))
                .findFirst()
                .orElseThrow()
                .text("callback_data");
        JsonObject message = JsonObject.with("message_id", sent.number("messageId"))
                .with("chat", chat())
                .with("date", 1_700_000_000)
                .with("text", sent.object("message").text("text"))
                .with("reply_markup", sent.object("message").object("reply_markup"))
                .build();
        post(
                "/sendCallback",
                fromAnna().with("message", message).with("data", data).build());
    }

    /// What the bot sent, as it is now.
    private List<JsonObject> sent() throws Exception {
        JsonObject question = JsonObject.with("token", TelegramWorld.TOKEN).build();
        return post("/getUpdatesHistory", question).list("result").objects().stream()
                .filter(one -> one.objectOr("message", JsonObject.EMPTY).has("chat_id"))
                .toList();
    }

    private List<String> got() throws Exception {
        return sent().stream().map(one -> one.object("message").text("text")).toList();
    }

    private static Reply answer(Asked question) {
        String said = question.json().list("messages").objects().getLast().toString();
        if (said.contains("tool_result")) {
            return AnthropicWire.reply(Answer.text("You chose: " + said));
        }
        if (said.contains("help me choose")) {
            JsonObject input = JsonObject.with("question", "Which colour?")
                    .with("choices", JsonArray.ofTexts(List.of("Blue", "Green")))
                    .build();
            return AnthropicWire.reply(Answer.call("", "toolu_ask", "ask_user", input));
        }
        return AnthropicWire.reply(Answer.text("I heard that."));
    }

    /// Somebody is let in, uses a command, asks, is asked, and answers by a button.
    @Test
    void talksWithWhoeverIsLetIn() throws Exception {
        Needed.that(Files.exists(EMULATOR), EMULATOR + " is not there; scripts/test-setup installs it");
        Process emulator = new ProcessBuilder("node", "-e", PROGRAM, EMULATOR.toString(), Integer.toString(port))
                .redirectError(folder.resolve("emulator.log").toFile())
                .start();
        try (ModelServer model = ModelServer.start(0, TelegramEmulatorTest::answer)) {
            assertThat(emulator.inputReader().readLine()).isEqualTo("up");
            Path data = folder.resolve("data");
            TestHouse.settings(
                    data,
                    "model:\n  provider: anthropic\n  anthropic-url: " + model.url()
                            + "\ntelegram:\n  enabled: true\n  url: http://127.0.0.1:" + port + "\n");
            try (TestHouse house = TestHouse.up(
                    data, Map.of("ANTHROPIC_API_KEY", "sk-ant-test", "TELEGRAM_BOT_TOKEN", TelegramWorld.TOKEN))) {
                writes("let me in");
                Await.until("a code", SignalHouse.PATIENCE, () -> got().size() == 1);
                String code = got().getFirst().replaceAll("(?s).*: ", "");
                assertThat(house.run("pairing", "approve", code).exit()).isZero();
                writes("hello");
                Await.until("the answer", SignalHouse.PATIENCE, () -> got().size() == 2);
                assertThat(got().getLast()).isEqualTo("I heard that.");

                commands("/help");
                Await.until("the commands", SignalHouse.PATIENCE, () -> got().size() == 3);
                assertThat(got().getLast()).contains("/stop", "/new").doesNotContain("/approve");
                writes("help me choose");
                Await.until("buttons", SignalHouse.PATIENCE, () -> offering().isPresent());
                taps(offering().orElseThrow(), "2. Green");
                Await.until(
                        "the choice",
                        SignalHouse.PATIENCE,
                        () -> got().getLast().startsWith("You chose: "));
                assertThat(got().getLast()).containsPattern("\\b2\\b");
            }
        } finally {
            emulator.destroy();
        }
    }
}
