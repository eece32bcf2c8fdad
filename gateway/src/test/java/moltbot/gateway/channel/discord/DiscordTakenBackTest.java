package moltbot.gateway.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.OutgoingText;
import moltbot.gateway.testdiscord.DiscordWorld;
import moltbot.gateway.testdiscord.Events;
import org.junit.jupiter.api.Test;

/// What is deleted in Discord, which says neither by whom nor whose it was.
class DiscordTakenBackTest extends DiscordTrouble {
    private static final String BERT = DiscordMessenger.BERT;
    private static final String GROUP = DiscordMessenger.GROUP;

    private final List<Incoming.Withdrawn> back = new CopyOnWriteArrayList<>();

    /// One person is let in, and nobody else.
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

    private static JsonObject.Builder direct(long time, String text) {
        return Events.message(DiscordWorld.talk(ANNA), ANNA, "Anna", DiscordMessenger.id(time), text);
    }

    @Test
    void aMessageGoesWithItsEdits() {
        open(ANNA);
        world().write(direct(1, "one").build());
        world().happen(
                        "MESSAGE_UPDATE",
                        direct(1, "other")
                                .with("edited_timestamp", "2023-11-14T22:15:00.000000+00:00")
                                .build());
        until("both", () -> taken.size() == 2);
        world().delete(DiscordWorld.talk(ANNA), DiscordMessenger.id(1));
        until("both to be taken back", () -> back.size() == 2);

        assertThat(back)
                .containsExactlyElementsOf(
                        taken.stream().map(DiscordTakenBackTest::of).toList());
        assertThat(back.getLast().id()).startsWith(back.getFirst().id() + "-");
    }

    /// A moderator may do that; each is told as its writer's.
    @Test
    void manyOfAServersGoAtOnceAndEachIsItsWriters() {
        open(ANNA);
        messenger.inGroup(ANNA, GROUP, 1, true, "one");
        messenger.inGroup(BERT, GROUP, 2, true, "two");
        messenger.inThread(ANNA, GROUP, Snowflake.shorter("900400"), 3, "three");
        until("all", () -> taken.size() == 3);
        world().delete(GROUP, DiscordMessenger.id(1), DiscordMessenger.id(2), DiscordMessenger.id(77));
        world().delete("900400", DiscordMessenger.id(3));
        until("both to be taken back", () -> back.size() == 2);

        assertThat(back).containsExactly(of(taken.getFirst()), of(taken.getLast()));
        assertThat(back).allSatisfy(one -> assertThat(one.who()).isEqualTo(anna()));
    }

    @Test
    void nothingIsToldOfStrangersOrOfWhatIsNotKnown() throws Exception {
        open(ANNA);
        messenger.direct(BERT, "Bert", 1, "one");
        messenger.direct(ANNA, "Anna", 2, "two");
        until("both", () -> taken.size() == 2);
        world().delete(DiscordWorld.talk(BERT), DiscordMessenger.id(1));
        world().delete(DiscordWorld.talk(ANNA), DiscordMessenger.id(900));
        String shown =
                channel.show(anna(), "", OutgoingText.of(Styled.plain("Once"))).message();
        assertThat(channel.takeBack(anna(), shown)).isTrue();
        world().delete(DiscordWorld.talk(ANNA), DiscordMessenger.id(2));
        world().delete(DiscordWorld.talk(ANNA), DiscordMessenger.id(2));
        world().happen("MESSAGE_DELETE", JsonObject.EMPTY);
        world().happen("MESSAGE_DELETE", JsonObject.with("id", "../../x").build());
        world().happen(
                        "MESSAGE_DELETE_BULK",
                        JsonObject.with("ids", JsonArray.ofTexts(List.of("x"))).build());
        world().happen("MESSAGE_DELETE_BULK", JsonObject.with("ids", "all").build());
        messenger.direct(ANNA, "Anna", 3, "three");
        until("what is behind it", () -> taken.size() == 3);

        assertThat(back).containsExactly(of(taken.get(1)));
    }

    @Test
    void aMessageThatIsToldOfAfterItsEndIsNotHandedOver() {
        open(ANNA);
        world().delete(DiscordWorld.talk(ANNA), DiscordMessenger.id(1));
        messenger.direct(ANNA, "Anna", 1, "one");
        messenger.direct(ANNA, "Anna", 2, "two");
        awaitTexts("two");
        assertThat(back).isEmpty();
    }
}
