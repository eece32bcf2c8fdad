package moltbot.systemtest.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.systemtest.house.Await;
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

    private static String settings(String listen) {
        return "hooks:\n  listen: " + listen + "\n";
    }

    private static String made(TestHouse.Ran added) {
        assertThat(added.exit()).as(added.err()).isZero();
        return added.out().strip();
    }

    @Test
    void whatAProgramReportsIsAnsweredToTheOwner() throws Exception {
        String listen = "127.0.0.1:" + TestHouse.freePort();
        try (ModelServer model = ModelServer.start(0, this::answer);
                TelegramHouse telegram = TelegramHouse.up(folder.resolve("data"), model, settings(listen))) {
            TestHouse house = telegram.house();
            house.awaitState("CLOSED");
            house.claim();
            telegram.letIn(OWNER, 1, true);
            HookCaller caller = new HookCaller(listen);
            String bearing = "Bearer " + made(house.run("hook", "add", "front-door", "--to", "me"));
            String secret = made(house.run("hook", "add", "forge", "--hmac", "--to", "me"));

            String opened = "{\"text\":\"The front door was opened.\"}";
            for (int i = 0; i < 2; i++) {
                var taken = caller.post(
                        "/hooks/front-door",
                        "application/json",
                        opened,
                        "authorization",
                        bearing,
                        "idempotency-key",
                        "opened-1");
                assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
            }
            assertThat(telegram.got(OWNER, 2).getLast()).isEqualTo("Heard: The front door was opened.");
            assertThat(asked.getLast()).contains("not your owner's order", "front-door:");

            var signed = caller.post(
                    "/hooks/forge",
                    "text/plain",
                    "/stop",
                    HookCaller.signed(secret, "/stop").toArray(String[]::new));
            assertThat(signed.statusCode()).as(signed.body()).isEqualTo(200);
            assertThat(telegram.got(OWNER, 3).getLast()).isEqualTo("Heard: /stop");
            assertThat(asked)
                    .as("one question for each event, and none for one that came again")
                    .hasSize(2);
            assertThat(house.run("status").out()).contains("webhook connected");
            assertThat(house.run("hook", "list").out())
                    .contains("front-door  bearer", "forge  hmac", "told to telegram.")
                    .doesNotContain(secret, bearing.substring("Bearer ".length()));
        }
    }

    @Test
    void servesHooksAndNothingElseAndThoseOnlyWhileTheBreakerIsClosed() throws Exception {
        String listen = "127.0.0.1:" + TestHouse.freePort();
        TestHouse.settings(folder.resolve("data"), settings(listen) + "reset-dwell-seconds: 1\n");
        try (TestHouse house = TestHouse.up(folder.resolve("data"), Map.of())) {
            house.awaitState("CLOSED");
            String password = house.claim();
            HookCaller caller = new HookCaller(listen);
            String token = made(house.run("hook", "add", "front-door"));
            String bearing = "authorization: Bearer " + token + "\r\n";

            String nothing = caller.raw("GET /elsewhere HTTP/1.1\r\nhost: HOST\r\nconnection: close\r\n\r\n");
            assertThat(nothing).startsWith("HTTP/1.1 404").doesNotContainIgnoringCase("moltbot");
            for (String place : List.of("/", "/sign-in", "/auth/state", "/api/overview", "/metrics", "/v1/models")) {
                assertThat(caller.raw(
                                "GET " + place + " HTTP/1.1\r\nhost: HOST\r\n" + bearing + "connection: close\r\n\r\n"))
                        .as(place)
                        .isEqualTo(nothing);
            }
            String call =
                    "POST /hooks/front-door HTTP/1.1\r\nhost: HOST\r\nconnection: close\r\ncontent-type: text/plain\r\n";
            assertThat(caller.raw(call + "content-length: 2\r\n\r\nhi")).startsWith("HTTP/1.1 401");
            assertThat(caller.raw(call + "authorization: Bearer mh_wrong\r\ncontent-length: 2\r\n\r\nhi"))
                    .startsWith("HTTP/1.1 401");
            assertThat(caller.raw(call + bearing + "content-length: 9999999\r\n\r\nhi"))
                    .startsWith("HTTP/1.1 413");
            assertThat(caller.raw(call + bearing + "content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"))
                    .startsWith("HTTP/1.1 400");
            String panel = new HookCaller(house.listen()).raw(call + bearing + "content-length: 2\r\n\r\nhi");
            assertThat(panel).startsWith("HTTP/1.1 4");
            assertThat(caller.raw(call + bearing + "content-length: 2\r\n\r\nhi"))
                    .startsWith("HTTP/1.1 200");
            awaitAnswerInThePanel(house);

            String trip = house.trip("A test.");
            assertThat(caller.raw(call + bearing + "content-length: 2\r\n\r\nhi"))
                    .startsWith("HTTP/1.1 503")
                    .doesNotContainIgnoringCase("moltbot");
            house.reset(trip, password);
            assertThat(caller.raw(call + bearing + "content-length: 2\r\n\r\nhi"))
                    .startsWith("HTTP/1.1 401");
            made(house.run("hook", "remove", "front-door"));
            assertThat(house.run("hook", "list").out()).contains("There are no hooks.");
            assertThat(house.run("guardian", "report").out())
                    .as("the guardian knows this listener, and asked it as a stranger")
                    .doesNotContain(listen);
        }
    }

    /// Told to nobody, it is in its own conversation, and nowhere on its way.
    private static void awaitAnswerInThePanel(TestHouse house) throws Exception {
        try (LinkClient control = house.link("control")) {
            String key = control.ask("pairing.list", JsonObject.EMPTY)
                    .list("guests")
                    .objects()
                    .getFirst()
                    .text("key");
            Await.until(
                    "an answer in the hook's conversation",
                    TestHouse.PATIENCE,
                    () -> house.run("chat", "--session", key + "~direct", "--read")
                            .out()
                            .contains("demo"));
            assertThat(control.ask("outbox.list", JsonObject.EMPTY).number("sent"))
                    .isZero();
            assertThat(control.ask("outbox.list", JsonObject.EMPTY)
                            .list("letters")
                            .objects())
                    .isEmpty();
        }
    }
}
