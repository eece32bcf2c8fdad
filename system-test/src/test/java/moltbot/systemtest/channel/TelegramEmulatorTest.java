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
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testtelegram.TelegramWorld;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;
import moltbot.testing.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The house behind another's emulator of the Bot API (npm `telegram-test-api`), which shares no line with our
/// stand-in.
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

    private void writes(String text) throws Exception {
        JsonObject person = JsonObject.with("id", 1001)
                .with("first_name", "Anna")
                .with("username", "anna")
                .with("is_bot", false)
                .build();
        JsonObject chat = JsonObject.with("id", 1001)
                .with("first_name", "Anna")
                .with("type", "private")
                .build();
        post(
                "/sendMessage",
                JsonObject.with("botToken", TelegramWorld.TOKEN)
                        .with("from", person)
                        .with("chat", chat)
                        .with("date", 1_700_000_000)
                        .with("text", text)
                        .build());
    }

    private List<String> got() throws Exception {
        JsonObject question = JsonObject.with("token", TelegramWorld.TOKEN).build();
        return post("/getUpdatesHistory", question).list("result").objects().stream()
                .map(one -> one.object("message"))
                .filter(message -> message.has("chat_id"))
                .map(message -> message.text("text"))
                .toList();
    }

    @Test
    void answersWhoeverIsLetIn() throws Exception {
        Needed.that(Files.exists(EMULATOR), EMULATOR + " is not there; scripts/test-setup installs it");
        Process emulator = new ProcessBuilder("node", "-e", PROGRAM, EMULATOR.toString(), Integer.toString(port))
                .redirectError(folder.resolve("emulator.log").toFile())
                .start();
        try (ModelServer model = ModelServer.start(0, _ -> AnthropicWire.reply(Answer.text("I heard that.")))) {
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
            }
        } finally {
            emulator.destroy();
        }
    }
}
