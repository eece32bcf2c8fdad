package moltbot.gateway.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.testslack.SlackEvents;
import moltbot.gateway.testslack.SlackWorld;
import org.junit.jupiter.api.Test;

/// What the house shows on a message that it answers.
class SlackReactionsTest extends SlackTrouble {
    private static String eyes(String channel, long time) {
        return channel + " " + SlackEvents.number(time) + " eyes";
    }

    private void untilThere(String... eyes) {
        until("what is shown", () -> world().reactions().there().equals(List.of(eyes)));
    }

    @Test
    void showsThatAMessageWasReadUntilItIsAnsweredThere() throws Exception {
        open();
        messenger.direct(ANNA, "Anna", 1, "one");
        untilThere(eyes(SlackEvents.talk(ANNA), 1));
        messenger.direct(BERT, "Bert", 1, "two");
        untilThere(eyes(SlackEvents.talk(ANNA), 1), eyes(SlackEvents.talk(BERT), 1));
        send("an answer");
        untilThere(eyes(SlackEvents.talk(BERT), 1));
        assertThat(world().reactions().put()).hasSize(2);
    }

    @Test
    void showsNothingToStrangersAndNothingOfWhatIsAnsweredAtOnce() throws Exception {
        channel.open(message -> {
            if (message.who().id().equals(ANNA)) {
                channel.seen(message);
                channel.send(message.place(), Styled.plain("at once"));
            }
            taken.add(message);
        });
        awaitStage(Stage.CONNECTED);
        messenger.direct(ANNA, "Anna", 1, "one");
        messenger.direct(BERT, "Bert", 2, "two");
        until("both", () -> taken.size() == 2);
        channel.seen(taken.getFirst());
        untilThere(eyes(SlackEvents.talk(ANNA), 1));
        assertThat(world().reactions().put()).as("shown in all").hasSize(1);
    }

    @Test
    void takesItAwayAfterAWhileAndAtTheEnd() {
        channel.close();
        messenger.showFor(Duration.ofMillis(50));
        channel = messenger.channel(Duration.ofSeconds(2));
        open();
        messenger.direct(ANNA, "Anna", 1, "one");
        until("it to be shown", () -> world().reactions().put().size() == 1);
        untilThere();
        channel.close();
        messenger.showFor(Duration.ofMinutes(10));
        channel = messenger.channel(Duration.ofSeconds(2));
        open();
        messenger.direct(ANNA, "Anna", 2, "two");
        untilThere(eyes(SlackEvents.talk(ANNA), 2));
        channel.close();
        assertThat(world().reactions().there()).isEmpty();
    }

    @Test
    void asksForNoMoreWhereTheAppMayNotUntilThereIsAnotherKey() throws Exception {
        open();
        world().refuse("reactions.add", "missing_scope");
        messenger.direct(ANNA, "Anna", 1, "one");
        until("it to be asked", () -> world().asked("reactions.add") == 1);
        until("no stage but this", () -> channel.state().stage() == Stage.CONNECTED);
        send("an answer");
        messenger.direct(ANNA, "Anna", 2, "two");
        awaitTexts("one", "two");
        assertThat(messenger.rung()).isEmpty();

        messenger.vault().set(SlackChannel.BOT_SECRET, SlackWorld.BOT_TOKEN);
        channel.keyChanged();
        messenger.direct(ANNA, "Anna", 3, "three");
        untilThere(eyes(SlackEvents.talk(ANNA), 3));
        assertThat(world().asked("reactions.add")).isEqualTo(2);
        assertThat(world().asked("reactions.remove")).isZero();
    }

    private static JsonObject in(String channel) {
        return JsonObject.with("channel", channel)
                .with("timestamp", SlackEvents.number(1))
                .with("name", "eyes")
                .with("text", "an answer")
                .build();
    }

    /// Slack counts them for the whole app, unlike what is said.
    @Test
    void leavesSlackAloneAsLongAsItAsks() throws Exception {
        SlackApi api = messenger.api();
        Bot bot = Objects.requireNonNull(api.introduce().bot());
        world().refuse("reactions.add", 429, "{\"ok\":false}", Map.of("retry-after", "3600"));
        for (String place : List.of(GROUP, SlackEvents.talk(ANNA), SlackEvents.talk(BERT))) {
            assertThat(api.post(bot.key(), "reactions.add", in(place)))
                    .isInstanceOfSatisfying(
                            Reply.Refused.class,
                            no -> assertThat(no.isLimited()).isTrue());
        }
        assertThat(world().asked("reactions.add")).isEqualTo(1);
        assertThat(api.post(bot.key(), "chat.postMessage", in(GROUP))).isInstanceOf(Reply.Done.class);
    }
}
