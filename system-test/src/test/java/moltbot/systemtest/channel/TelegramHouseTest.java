package moltbot.systemtest.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.testtelegram.TelegramWorld;
import moltbot.gateway.testtelegram.Updates;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// People write through Telegram to a real house; Telegram itself is a stand-in that speaks its Bot API.
@EnabledOnOs(OS.LINUX)
class TelegramHouseTest {
    private static final String ANNA = "1001";
    private static final String OWNER = "1003";
    private static final String GROUP = "-1001234567890";
    private static final Pattern CODE = Pattern.compile("[A-Z2-9]{8}$");
    private static final Pattern APPROVE = Pattern.compile("/approve ([A-Z2-9]{8}) ");

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    private Reply answer(Asked question) {
        asked.add(question.json().toString());
        JsonObject last = question.json().list("messages").objects().getLast();
        if (last.toString().contains("tool_result")) {
            return AnthropicWire.reply(Answer.text(last.toString().contains("came-of-a-yes") ? "Done." : "Not done."));
        }
        if (last.toString().contains("build it")) {
            JsonObject.Builder input = JsonObject.with("argv", JsonArray.ofTexts(List.of("echo", "came-of-a-yes")))
                    .with("timeout_seconds", 600);
            return AnthropicWire.reply(Answer.call("", "toolu_1", "run_command", input.build()));
        }
        Reply reply = AnthropicWire.reply(Answer.text("Heard: " + lastText(last)));
        return reply.inPiecesOf(Math.max(1, reply.body().length / 4)).pausing(Duration.ofMillis(20));
    }

    private static String lastText(JsonObject message) {
        String text = message.find("content").orElseThrow() instanceof JsonArray parts
                ? parts.objects().getLast().textOr("text", "")
                : message.text("content");
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    @Test
    void answersThoseTheOwnerLetInAndTellsStrangersACodeAndNothingElse() throws Exception {
        try (ModelServer model = ModelServer.start(0, this::answer);
                TelegramHouse telegram = TelegramHouse.up(folder.resolve("data"), model, "")) {
            telegram.writes(ANNA, 1, "a secret of Anna's that nobody asked for");
            String answer = telegram.got(ANNA, 1).getFirst();
            Matcher code = CODE.matcher(answer);
            assertThat(code.find()).as(answer).isTrue();
            assertThat(telegram.house().run("pairing", "list").out()).contains(code.group(), "telegram " + ANNA);
            assertThat(asked).as("the model").isEmpty();

            assertThat(telegram.house().run("pairing", "approve", code.group()).exit())
                    .isZero();
            telegram.writes(ANNA, 2, "the blue horse");
            assertThat(telegram.got(ANNA, 2)).containsExactly(answer, "Heard: the blue horse");
            assertThat(String.join("", asked)).doesNotContain("a secret of Anna's");
            assertThat(asked.getFirst()).contains("not your owner");
            TestHouse.Ran status = telegram.house().run("status");
            assertThat(status.out()).contains("Channel   telegram connected as @" + Updates.USERNAME);
            assertThat(telegram.house().run("outbox").out()).contains("Sent so far: 1. Nothing waits.");
            String secret = TelegramWorld.TOKEN.substring(TelegramWorld.TOKEN.indexOf(':') + 1);
            assertThat(everythingIn(telegram.house().data()))
                    .as("what the house has written")
                    .doesNotContain(secret);
        }
    }

    /// Every file that is no socket, as text.
    private static String everythingIn(Path data) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    void aThreadOfAGroupIsATalkOfItsOwn() throws Exception {
        try (ModelServer model = ModelServer.start(0, this::answer);
                TelegramHouse telegram = TelegramHouse.up(folder.resolve("data"), model, "")) {
            telegram.world()
                    .deliver(Updates.inTopic(ANNA, GROUP, 77, 1, true, "anybody there?")
                            .build());
            Await.until(
                    "the group to wait",
                    SignalHouse.PATIENCE,
                    () -> !waiting(telegram).isEmpty());
            JsonObject knock = waiting(telegram).getFirst();
            assertThat(knock.object("address").text("id")).isEqualTo(GROUP);
            telegram.ask(
                    "pairing.approve",
                    JsonObject.with("code", knock.text("code")).build());
            telegram.world()
                    .deliver(Updates.inTopic(ANNA, GROUP, 77, 2, false, "between us")
                            .build());
            telegram.world()
                    .deliver(Updates.inTopic(ANNA, GROUP, 77, 3, true, "for the holidays")
                            .build());
            telegram.world()
                    .deliver(Updates.inGroup(ANNA, GROUP, 4, true, "for all").build());

            assertThat(telegram.got(GROUP + "/77", 1)).containsExactly("Heard: for the holidays");
            assertThat(telegram.got(GROUP, 1)).containsExactly("Heard: for all");
            assertThat(String.join("", asked)).doesNotContain("between us");
            assertThat(asked)
                    .filteredOn(question -> question.contains("for all"))
                    .as("what the other talk knows")
                    .noneMatch(question -> question.contains("holidays"));
        }
    }

    private static List<JsonObject> waiting(TelegramHouse telegram) {
        return telegram.ask("pairing.list", JsonObject.EMPTY).list("waiting").objects();
    }

    @Test
    void aRestartInTheMiddleLosesAndDoublesNothing() throws Exception {
        try (ModelServer model = ModelServer.start(0, this::answer);
                TelegramHouse telegram = TelegramHouse.up(folder.resolve("data"), model, "")) {
            telegram.letIn(OWNER, 1, true);
            telegram.writes(OWNER, 10, "message 0");
            telegram.got(OWNER, 2);
            for (int i = 1; i <= 6; i++) {
                telegram.writes(OWNER, 10 + i, "message " + i);
                LockSupport.parkNanos(Duration.ofMillis(40L * i).toNanos());
                switch (i % 3) {
                    case 0 -> telegram.again();
                    case 1 -> telegram.house().process("gateway").ifPresent(ProcessHandle::destroyForcibly);
                    default -> telegram.house().process("runtime").ifPresent(ProcessHandle::destroyForcibly);
                }
                String last = "Heard: message " + i;
                Await.until(
                        last,
                        SignalHouse.PATIENCE,
                        () -> telegram.world().sentTo(OWNER).contains(last));
            }
            telegram.awaitState("connected");
            Await.until("all to be confirmed", SignalHouse.PATIENCE, telegram.world()::allReceived);
            assertThat(telegram.world().sentTo(OWNER).stream().filter(text -> text.startsWith("Heard")))
                    .as("an answer whose receipt died with the gateway may come twice, and nothing else")
                    .containsSubsequence(
                            "Heard: message 0",
                            "Heard: message 1",
                            "Heard: message 2",
                            "Heard: message 3",
                            "Heard: message 4",
                            "Heard: message 5",
                            "Heard: message 6")
                    .hasSizeLessThanOrEqualTo(9);
            assertThat(asked.stream().filter(question -> question.contains("message 6")))
                    .as("what the model was asked of the last")
                    .hasSizeBetween(1, 2);
        }
    }

    @Test
    void theOwnerApprovesThereAndIsToldOnceWhenTheTokenIsRevoked() throws Exception {
        try (ModelServer model = ModelServer.start(0, this::answer);
                TelegramHouse telegram = TelegramHouse.up(folder.resolve("data"), model, "")) {
            telegram.letIn(OWNER, 1, true);
            telegram.house().awaitState("CLOSED");
            telegram.writes(OWNER, 2, "/status");
            assertThat(telegram.got(OWNER, 2).getLast()).contains("Breaker: all is well");
            telegram.writes(OWNER, 3, "build it");
            Await.until(
                    "the question",
                    SignalHouse.PATIENCE,
                    () -> telegram.world().sentTo(OWNER).stream()
                            .anyMatch(text -> APPROVE.matcher(text).find()));
            Matcher code = APPROVE.matcher(String.join("\n", telegram.world().sentTo(OWNER)));
            assertThat(code.find()).isTrue();
            telegram.writes(OWNER, 4, "/approve " + code.group(1));
            Await.until(
                    "it to be done",
                    SignalHouse.PATIENCE,
                    () -> telegram.world().sentTo(OWNER).contains("Done."));

            telegram.world().changeToken("4711:another_token_of_the_same_bot");
            telegram.awaitState("stopped");
            assertThat(telegram.house().run("status").out())
                    .contains("Channel   telegram stopped", "./moltbot secret set telegram-bot-token");
            Await.until(
                    "the owner to be told",
                    SignalHouse.PATIENCE,
                    () -> told(telegram).contains("does not take the house's key any more"));
            assertThat(told(telegram).split("any more", -1)).hasSize(2);

            telegram.house()
                    .runWith(
                            "4711:another_token_of_the_same_bot".getBytes(StandardCharsets.UTF_8),
                            "secret",
                            "set",
                            "telegram-bot-token");
            telegram.awaitState("connected");
        }
    }

    private static String told(TelegramHouse telegram) throws Exception {
        return telegram.house().run("chat", "--session", "channels", "--read").out();
    }
}
