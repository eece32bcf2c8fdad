package moltbot.gateway.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.testslack.SlackEvents;
import org.junit.jupiter.api.Test;

/// What is deleted in Slack.
class SlackTakenBackTest extends SlackTrouble {
    private final List<Incoming.Withdrawn> back = new CopyOnWriteArrayList<>();

    /// Anna is let in, and nobody else.
    private void open(String letIn) {
        channel.open(new Inbox() {
            @Override
            public void take(Incoming message) {
                if (message.who().id().equals(letIn)) {
                    channel.seen(message);
                }
                taken.add(message);
            }

            @Override
            public void withdraw(Incoming.Withdrawn message) {
                back.add(message);
            }
        });
        awaitStage(Stage.CONNECTED);
    }

    private static Incoming.Withdrawn of(Incoming message) {
        return new Incoming.Withdrawn(message.id(), message.who(), message.place());
    }

    @Test
    void aMessageGoesWithItsEditsAndIsItsWritersWhoeverDeletedIt() {
        open(ANNA);
        JsonObject first = SlackEvents.direct(ANNA, 1, "one").build();
        world().write(first);
        JsonObject changed = SlackEvents.changed(first, "other", 2);
        world().happen(changed);
        JsonObject named = SlackEvents.message(GROUP, ANNA, SlackEvents.number(3), "<@" + SlackEvents.BOT + "> two")
                .build();
        world().write(named);
        until("all", () -> taken.size() == 3);
        // A workspace's administrator may delete what others wrote: nothing in the event is theirs.
        world().delete(first, 4);
        world().happen(SlackEvents.deleted(named, 5));
        until("both to be taken back", () -> back.size() == 3);

        assertThat(back)
                .containsExactlyElementsOf(
                        taken.stream().map(SlackTakenBackTest::of).toList());
        assertThat(back).allSatisfy(one -> assertThat(one.who()).isEqualTo(anna()));
    }

    @Test
    void aMessageOnWhichAThreadHangsAndOneInAThreadGo() {
        open(ANNA);
        JsonObject root = SlackEvents.direct(ANNA, 1, "one").build();
        JsonObject reply = SlackEvents.direct(ANNA, 2, "two")
                .with("thread_ts", SlackEvents.number(1))
                .build();
        world().write(root);
        world().write(reply);
        until("both", () -> taken.size() == 2);
        world().happen(SlackEvents.buried(root, 3));
        world().delete(reply, 4);
        until("both to be taken back", () -> back.size() == 2);

        assertThat(back)
                .containsExactlyElementsOf(
                        taken.stream().map(SlackTakenBackTest::of).toList());
    }

    /// Nor of what the bot itself deletes, or of what is told twice.
    @Test
    void nothingIsToldOfStrangersOrOfWhatIsNotKnown() throws Exception {
        open(ANNA);
        JsonObject strangers = SlackEvents.direct(BERT, 1, "one").build();
        JsonObject annas = SlackEvents.direct(ANNA, 2, "two").build();
        world().write(strangers);
        world().write(annas);
        until("both", () -> taken.size() == 2);
        world().happen(SlackEvents.deleted(strangers, 3));
        world().happen(SlackEvents.deleted(SlackEvents.direct(ANNA, 900, "x").build(), 4));
        JsonObject tampered = annas.toBuilder().with("user", BERT).build();
        world().happen(SlackEvents.deleted(tampered, 5));
        world().happen(SlackEvents.deleted(annas, 6));
        world().happen(SlackEvents.deleted(annas, 7).toBuilder()
                .with("deleted_ts", "../../x")
                .build());
        messenger.direct(ANNA, "Anna", 8, "three");
        until("what is behind it", () -> taken.size() == 3);

        assertThat(back).containsExactly(of(taken.get(1)));
        until("all to be acknowledged", world()::allReceived);
    }

    @Test
    void aMessageThatIsToldOfAfterItsEndIsNotHandedOver() {
        open(ANNA);
        JsonObject gone = SlackEvents.direct(ANNA, 1, "one").build();
        world().happen(SlackEvents.deleted(gone, 2));
        world().happen(gone);
        world().happen(SlackEvents.changed(gone, "other", 3));
        messenger.direct(ANNA, "Anna", 4, "two");
        awaitTexts("two");
        assertThat(back).isEmpty();
    }
}
