package moltbot.gateway.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.slack.notation.Ts;
import moltbot.gateway.testslack.SlackEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said by the app's command.
class SlashTest extends SlackTrouble {
    private int times;

    private void says(String person, String where, String text) {
        times++;
        world().tell(SlackEvents.slash(person, where, trigger(times), text));
    }

    private static String trigger(int time) {
        return "13345224609.738474920." + time;
    }

    private static String talk() {
        return SlackEvents.talk(ANNA);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "status → /status",
                "Status → /status",
                "'' → /help",
                "approve ABCD-EFGH → /approve ABCD-EFGH",
                "/stop → /stop",
                "!stop → /stop",
                "new ideas for dinner → new ideas for dinner",
                "help me &amp; mine → help me & mine",
                "the weather? → the weather?"
            })
    void isTheHousesCommandWhereItIsOneAndWordsWhereNot(String written, String read) {
        open();
        says(ANNA, talk(), written);
        awaitTexts(read);
        assertThat(taken.getFirst().who()).isEqualTo(anna());
        assertThat(taken.getFirst().place()).isEqualTo(anna());
        assertThat(taken.getFirst().name()).isEqualTo("Anna @anna");
    }

    @Test
    void isAcknowledgedWhenItIsTakenAndTakenOnce() throws Exception {
        CountDownLatch may = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        channel.open(message -> {
            asked.countDown();
            may.await();
            take(message);
        });
        awaitStage(Stage.CONNECTED);
        says(ANNA, talk(), "status");
        asked.await();
        messenger.direct(ANNA, "Anna", 1, "one");
        JsonObject boring = JsonObject.with("type", "from_the_future").build();
        world().tell(boring);
        until("what is of no interest to be acknowledged", () -> world().isReceived(boring));
        assertThat(world().isReceived(SlackEvents.slash(ANNA, talk(), trigger(times), "status")))
                .as("acknowledged before it is taken")
                .isFalse();
        world().tellAgain();
        may.countDown();
        awaitTexts("/status", "one");
        until("all to be acknowledged", world()::allReceived);
        awaitTexts("/status", "one");
        // The same words again are another time.
        says(ANNA, talk(), "status");
        awaitTexts("/status", "one", "/status");
        assertThat(taken.getFirst().id()).isNotEqualTo(taken.getLast().id()).matches("[a-z0-9-]{1,64}");
    }

    /// Slack lets anybody use it anywhere: in a talk of two others, and where the bot is not.
    @Test
    void isAnsweredWhereTheBotIsAndInNoOthersTalk() throws Exception {
        open();
        messenger.direct(ANNA, "Anna", 1, "one");
        says(ANNA, "D0BETWEEN", "status");
        says(ANNA, GROUP, "status");
        awaitTexts("one", "/status", "/status");
        assertThat(taken.get(1).place()).isEqualTo(anna());
        assertThat(taken.get(2).place()).isEqualTo(address(Address.Kind.GROUP, GROUP));
        assertThat(taken.get(2).mentioned()).isTrue();
        channel.send(taken.get(1).place(), Styled.plain("between us"));
        channel.send(taken.get(2).place(), Styled.plain("to all"));
        assertThat(messenger.sentTo(ANNA)).containsExactly("between us");
        assertThat(messenger.sentTo(GROUP)).containsExactly("to all");

        world().leave("C0SECRET1");
        says(ANNA, "C0SECRET1", "status");
        until("it to be acknowledged", world()::allReceived);
        assertThat(taken).hasSize(3);
        until("both to be told", () -> world().whispers().size() == 2);
        assertThat(world().whispers().getFirst()).contains("where you and I talk alone");
        assertThat(world().whispers().getLast()).contains("taken nothing").contains("/invite");
    }

    @Test
    void isAnsweredInTheTalkAndNotInTheThreadThatWasTalkedInBefore() throws Exception {
        open();
        world().write(SlackEvents.direct(ANNA, 2, "one")
                .with("thread_ts", SlackEvents.number(1))
                .build());
        awaitTexts("one");
        says(ANNA, talk(), "status");
        awaitTexts("one", "/status");
        send("all is well");
        assertThat(world().sentTo(talk(), Ts.longer(Ts.shorter(SlackEvents.number(1)))))
                .isEmpty();
        assertThat(messenger.sentTo(ANNA)).containsExactly("all is well");
    }

    @Test
    void nothingIsTakenThatIsForAnotherBotOrMalformed() {
        open();
        JsonObject good = SlackEvents.slash(ANNA, talk(), "1.2.3", "status");
        world().tell(good.toBuilder().with("team_id", "T0OTHER01").build());
        world().tell(good.toBuilder().with("user_id", "U1/../../x").build());
        world().tell(good.toBuilder().with("channel_id", "D/../C1").build());
        world().tell(good.toBuilder().with("trigger_id", 5).build());
        world().tell(good.toBuilder().with("user_id", SlackEvents.BOT).build());
        world().tell(JsonObject.with("command", "/moltbot").build());
        messenger.direct(ANNA, "Anna", 1, "one");
        awaitTexts("one");
        until("all to be acknowledged", world()::allReceived);
    }

    /// The door asks who it is as with every message; here nobody is let in, so nothing is shown or kept of it.
    @Test
    void ofAStrangersNothingIsKept() {
        channel.open(taken::add);
        awaitStage(Stage.CONNECTED);
        says(BERT, SlackEvents.talk(BERT), "status");
        until("it", () -> taken.size() == 1);
        until("it to be acknowledged", world()::allReceived);

        Incoming theirs = taken.getFirst();
        assertThat(theirs.who()).isEqualTo(address(Address.Kind.DIRECT, BERT));
        assertThat(theirs.self()).isFalse();
        assertThat(kept()).doesNotContain(BERT);
    }
}
