package moltbot.systemtest.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.systemtest.house.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// In a whole house: a model that takes its time is read as it writes, in Telegram and in Signal.
@EnabledOnOs(OS.LINUX)
class PreviewHouseTest {
    private static final String STORY =
            "Once upon a time there was a house that nobody could open by mistake, and all who lived in it slept well.";
    private static final int PIECES = 12;

    @TempDir
    Path folder;

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
