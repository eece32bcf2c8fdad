package moltbot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import moltbot.contract.ContractException;
import moltbot.contract.chat.ChatEvent;
import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A model that fails, stalls, vanishes or answers oddly.
@Timeout(120)
class ModelTest {
    @TempDir
    Path folder;

    private House house;

    @BeforeEach
    void startHouse() throws Exception {
        house = new House(folder).start();
    }

    @AfterEach
    void stopHouse() throws Exception {
        house.close();
    }

    @Test
    void saysAtOnceWhatIsWrongWithTheKey() throws Exception {
        house.model.script = (request, out) -> {
            throw ContractException.refused("model-unauthorized", "No.");
        };
        house.submit("m1", "hello");

        List<ChatEvent> events = house.watch().turns(1);

        assertThat(Watcher.types(events)).containsExactly("user_message", "notice", "turn_finished");
        assertThat(Watcher.facts(events, ChatFact.Notice.class).getFirst().text())
                .contains("does not accept the key", "Your message is kept", "secret set");
        assertThat(Watcher.facts(events, ChatFact.TurnFinished.class).getFirst().outcome())
                .isEqualTo("failed");
    }

    @Test
    void saysAtOnceThatAProviderFailsAndNothingOfWhatItSaid() throws Exception {
        house.model.script = (request, out) -> {
            out.text("Half an ans");
            throw ContractException.refused("model-unavailable", "Anthropic cannot answer (internal 0xdead).");
        };
        house.submit("m1", "hello");

        List<ChatEvent> events = house.watch().turns(1);

        assertThat(house.model.requests).hasSize(1);
        assertThat(Watcher.types(events)).containsExactly("user_message", "notice", "turn_finished");
        assertThat(Watcher.facts(events, ChatFact.Notice.class).getFirst().text())
                .contains("cannot answer right now", "Your message is kept")
                .doesNotContain("0xdead");
    }

    @Test
    void saysWhichLimitIsReached() throws Exception {
        house.model.script = (request, out) -> {
            throw ContractException.refused("budget-day", "Today has reached your limit: $5.00 of $5.00 are spent.");
        };
        house.submit("m1", "hello");

        assertThat(Watcher.facts(house.watch().turns(1), ChatFact.Notice.class)
                        .getFirst()
                        .text())
                .contains("$5.00 of $5.00", "Your message is kept", "./moltbot usage");
    }

    @Test
    void forgetsWhatABrokenAnswerHadSaid() throws Exception {
        house.model.script = (request, out) -> out.text("Half an ans")
                .call("lost", "list_files", JsonObject.EMPTY)
                .restarted()
                .text("A whole answer.")
                .end();
        Watcher watcher = house.watch();
        watcher.awaitReady();
        house.submit("m1", "hello");

        watcher.turns(1);

        List<ChatEvent> seen = watcher.until(events -> true);
        assertThat(Watcher.facts(seen, ChatFact.Draft.class)).anyMatch(ChatFact.Draft::restart);
        assertThat(Watcher.facts(seen, ChatFact.AssistantText.class))
                .extracting(ChatFact.AssistantText::text)
                .containsExactly("A whole answer.");
    }

    @Test
    void waitsForAGatewayThatRestarts() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        house.model.answers(List.of(
                (request, out) -> {
                    asked.countDown();
                    new CountDownLatch(1).await();
                },
                (request, out) -> out.text("Back again.").end()));
        house.submit("m1", "hello");
        asked.await();
        house.lose("gateway");
        house.serve("gateway", house.model);

        List<ChatEvent> events = house.watch().turns(1);

        assertThat(Watcher.facts(events, ChatFact.AssistantText.class)
                        .getFirst()
                        .text())
                .isEqualTo("Back again.");
    }

    @Test
    void keepsWhatOnlyTheProviderUnderstands() throws Exception {
        JsonObject thinking = JsonObject.with("signature", "abc=").build();
        house.model.answers(List.of(
                (request, out) -> out.opaque(thinking)
                        .text("Let me look.")
                        .call("t1", "list_files", JsonObject.EMPTY)
                        .tools(),
                (request, out) -> out.text("Nothing there.").end()));
        house.submit("m1", "look");
        house.watch().turns(1);

        List<Content> answer = house.model.requests.getLast().messages().get(1).content();

        assertThat(answer)
                .containsExactly(
                        new Content.Opaque("demo", thinking),
                        new Content.Text("Let me look."),
                        new Content.ToolUse("t1", "list_files", JsonObject.EMPTY));
    }

    @Test
    void endsATurnThatNeverEnds() throws Exception {
        house.model.script = (request, out) ->
                out.call("again", "list_files", JsonObject.EMPTY).tools();
        house.submit("m1", "loop");

        List<ChatEvent> events = house.watch().turns(1);

        assertThat(house.model.requests).hasSize(40);
        assertThat(Watcher.facts(events, ChatFact.Notice.class).getLast().code())
                .isEqualTo("turn-too-long");
    }

    @Test
    void saysWhenThereWasNoAnswer() throws Exception {
        house.model.script = (request, out) -> out.end();
        house.submit("m1", "hello");

        assertThat(Watcher.types(house.watch().turns(1))).containsExactly("user_message", "notice", "turn_finished");
    }

    @Test
    void saysWithinTenSecondsThatASilentModelIsWaitedFor() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        house.model.script = (request, out) -> {
            goOn.await();
            out.text("At last.").end();
        };
        long began = System.nanoTime();
        house.submit("m1", "hello");
        Watcher watcher = house.watch();
        ChatFact.Notice told = watcher.first(ChatFact.Notice.class);
        assertThat(System.nanoTime() - began).isLessThan(10_000_000_000L);
        assertThat(told.code()).isEqualTo("still-waiting");
        goOn.countDown();

        List<ChatEvent> events = watcher.turns(1);
        assertThat(Watcher.types(events)).containsExactly("user_message", "notice", "assistant_text", "turn_finished");
    }

    @Test
    void takesOnlySoManyMessagesAtOnceFromOneGuestAndFromAll() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        house.model.script = (request, out) -> {
            goOn.await();
            out.text("ok").end();
        };
        int taken = 0;
        while (House.reasonOf(submitting("anna", "s" + taken, "a" + taken)).equals("taken")) {
            taken++;
        }
        assertThat(taken).isEqualTo(100);
        assertThat(House.reasonOf(submitting("anna", "s0", "a0")))
                .as("what was taken before")
                .isEqualTo("taken");
        assertThat(House.reasonOf(submitting("owner", "main", "m1"))).isEqualTo("taken");
        goOn.countDown();
        house.watch().turns(1);
    }

    private Runnable submitting(String sender, String session, String id) {
        return () -> house.submit(sender, session, id, "hello");
    }

    @Test
    void queuesWhatComesMeanwhileAndRefusesTheTwentyFirst() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        house.model.script = (request, out) -> {
            goOn.await();
            out.text(StandInModel.lastText(request)).end();
        };
        for (int i = 0; i <= 20; i++) {
            house.submit("m" + i, "message " + i);
        }

        assertThat(House.reasonOf(() -> house.submit("m21", "too many"))).isEqualTo("busy");
        goOn.countDown();

        List<ChatEvent> events = house.watch().turns(21);
        List<ChatFact.AssistantText> answers = Watcher.facts(events, ChatFact.AssistantText.class);
        for (int i = 0; i <= 20; i++) {
            assertThat(answers.get(i).text()).isEqualTo("message " + i);
        }
        assertThat(house.submit("m21", "now").flag("duplicate")).isFalse();
    }

    @Test
    void refusesWhatIsTooLargeOrEmpty() {
        assertThat(House.reasonOf(() -> house.submit("m1", "  "))).isEqualTo("empty-message");
        assertThat(House.reasonOf(() -> house.submit("../m1", "hello"))).isEqualTo("malformed");
    }
}
