package moltbot.systemtest.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.testsignal.Envelopes;
import moltbot.systemtest.house.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// In a whole house: a yes by a button in Telegram and by a reaction in Signal, a choice by a button, what a group is
/// shown, and a model that takes its time, which is read as it writes.
@EnabledOnOs(OS.LINUX)
class TapsHouseTest {
    private static final String UP = "\uD83D\uDC4D";

    private static final String STORY =
            "Once upon a time there was a house that nobody could open by mistake, and all who lived in it slept well.";
    private static final int PIECES = 12;

    @TempDir
    Path folder;

    private static Reply answer(Asked question) {
        JsonObject last = question.json().list("messages").objects().getLast();
        String said = last.toString();
        if (said.contains("tool_result")) {
            String came = said.contains("came-of-a-yes") ? "It was done." : "It was not: " + said;
            return AnthropicWire.reply(Answer.text(said.contains("toolu_ask") ? "You chose: " + said : came));
        }
        if (said.contains("build it")) {
            JsonObject input = JsonObject.with("argv", JsonArray.ofTexts(List.of("echo", "came-of-a-yes")))
                    .with("timeout_seconds", 600)
                    .build();
            return AnthropicWire.reply(Answer.call("", "toolu_build", "run_command", input));
        }
        if (said.contains("help me choose")) {
            JsonObject input = JsonObject.with("question", "Which colour?")
                    .with("choices", JsonArray.ofTexts(List.of("Blue", "Green")))
                    .build();
            return AnthropicWire.reply(Answer.call("", "toolu_ask", "ask_user", input));
        }
        return AnthropicWire.reply(Answer.text("Hello."));
    }

    @Test
    void aButtonInTelegramApprovesAndChooses() throws Exception {
        try (ModelServer model = ModelServer.start(0, TapsHouseTest::answer);
                TelegramHouse telegram = TelegramHouse.up(folder.resolve("data"), model, "")) {
            telegram.letIn("1001", 1, true);
            telegram.house().awaitState("CLOSED");
            telegram.writes("1001", 10, "build it");
            telegram.got("1001", 2);
            Await.until(
                    "the buttons", SignalHouse.PATIENCE, () -> telegram.world().offers("1001"));
            telegram.world().tap("1001", "Anna", "4001", "Approve");
            Await.until(
                    "it to be done",
                    SignalHouse.PATIENCE,
                    () -> telegram.world().sentTo("1001").containsAll(List.of("Approved, this once.", "It was done.")));
            Await.until(
                    "no buttons", SignalHouse.PATIENCE, () -> !telegram.world().offers("1001"));

            telegram.writes("1001", 11, "help me choose");
            Await.until(
                    "the buttons", SignalHouse.PATIENCE, () -> telegram.world().offers("1001"));
            telegram.world().tap("1001", "Anna", "4002", "2. Green");
            Await.until(
                    "the choice",
                    SignalHouse.PATIENCE,
                    () -> telegram.world().sentTo("1001").getLast().startsWith("You chose: "));
            assertThat(telegram.world().sentTo("1001").getLast()).containsPattern("\\b2\\b");
        }
    }

    @Test
    void aReactionInSignalApprovesWhereItIsTheOwnersAndNotWhereItIsAnothers() throws Exception {
        String owner = "33333333-3333-4333-8333-333333333333";
        String anna = "11111111-1111-4111-8111-111111111111";
        try (ModelServer model = ModelServer.start(0, TapsHouseTest::answer);
                SignalHouse signal = SignalHouse.up(folder, model, "")) {
            signal.letIn(owner, true);
            signal.letIn(anna, false);
            signal.house().awaitState("CLOSED");
            signal.writes(owner, 10, "build it");
            Await.until(
                    "the question",
                    SignalHouse.PATIENCE,
                    () -> signal.world().sentTo(owner).stream()
                            .anyMatch(text -> text.contains("react to this message")));
            List<JsonObject> sent = signal.world().sent();
            int question = 0;
            while (!sent.get(question).text("message").contains("react to this message")) {
                question++;
            }
            long at = signal.world().sentAt().get(question);
            signal.world().deliver(20, Envelopes.reaction(anna, 20, UP, at, false));
            signal.writes(anna, 21, "hello");
            signal.got(anna, 2);
            assertThat(signal.world().sentTo(owner)).noneMatch(text -> text.contains("Approved"));

            signal.world().deliver(22, Envelopes.reaction(owner, 22, UP, at, false));
            Await.until(
                    "it to be done",
                    SignalHouse.PATIENCE,
                    () -> signal.world().sentTo(owner).containsAll(List.of("Approved, this once.", "It was done.")));
        }
    }

    @Test
    void aGroupIsShownWhatAnAnswerAnswers() throws Exception {
        try (ModelServer model = ModelServer.start(0, TapsHouseTest::answer);
                TelegramHouse telegram = TelegramHouse.up(folder.resolve("data"), model, "")) {
            telegram.letIn("1001", 1, true);
            String group = "-1001234567890";
            telegram.world()
                    .deliver(moltbot.gateway.testtelegram.Updates.inGroup("1001", group, 50, true, "hello?")
                            .build());
            Await.until(
                    "the group to wait",
                    SignalHouse.PATIENCE,
                    () -> !telegram.ask("pairing.list", JsonObject.EMPTY)
                            .list("waiting")
                            .objects()
                            .isEmpty());
            String code = telegram.ask("pairing.list", JsonObject.EMPTY)
                    .list("waiting")
                    .objects()
                    .getFirst()
                    .text("code");
            telegram.ask(
                    "pairing.approve",
                    JsonObject.with("code", code).with("owner", false).build());
            telegram.world()
                    .deliver(moltbot.gateway.testtelegram.Updates.inGroup("1001", group, 51, true, "hello")
                            .build());
            telegram.got(group, 1);
            assertThat(telegram.world()
                            .sent()
                            .getLast()
                            .object("reply_parameters")
                            .number("message_id"))
                    .isEqualTo(51);
        }
    }

    private static Reply slowly() {
        Reply whole = AnthropicWire.reply(Answer.text(STORY.split("(?<= )")));
        return whole.inPiecesOf(whole.body().length / PIECES + 1).pausing(Duration.ofMillis(800));
    }

    @Test
    void anAnswerGrowsInTelegram() throws Exception {
        try (ModelServer model = ModelServer.start(0, _ -> slowly());
                TelegramHouse telegram = TelegramHouse.up(folder.resolve("data"), model, "")) {
            telegram.letIn("1001", 1, true);
            telegram.writes("1001", 10, "tell me a story");
            Await.until(
                    "its beginning",
                    SignalHouse.PATIENCE,
                    () -> telegram.world().sentTo("1001").stream()
                            .anyMatch(text -> text.startsWith("Once upon") && text.endsWith(" …")));
            Await.until(
                    "all of it",
                    SignalHouse.PATIENCE,
                    () -> telegram.world().sentTo("1001").contains(STORY));

            List<String> seen = telegram.world().sentTo("1001");
            assertThat(seen.stream().filter(text -> text.startsWith("Once"))).containsExactly(STORY);
            assertThat(telegram.world().requests().stream()
                            .filter(request -> request.method().equals("editMessageText")))
                    .isNotEmpty();
        }
    }

    @Test
    void anAnswerGrowsInSignal() throws Exception {
        String owner = "33333333-3333-4333-8333-333333333333";
        try (ModelServer model = ModelServer.start(0, _ -> slowly());
                SignalHouse signal = SignalHouse.up(folder, model, "")) {
            signal.letIn(owner, true);
            signal.writes(owner, 10, "tell me a story");
            Await.until(
                    "all of it",
                    SignalHouse.PATIENCE,
                    () -> signal.world().sentTo(owner).contains(STORY));

            assertThat(signal.world().sentTo(owner).stream().filter(text -> text.startsWith("Once")))
                    .containsExactly(STORY);
            assertThat(signal.world().sent().stream().filter(one -> one.has("editTimestamp")))
                    .as("changes")
                    .isNotEmpty();
        }
    }
}
