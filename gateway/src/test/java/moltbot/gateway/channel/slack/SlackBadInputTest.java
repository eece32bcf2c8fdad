package moltbot.gateway.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.testslack.SlackEvents;
import org.junit.jupiter.api.Test;

/// What Slack should not say, and what people should not send: nothing is lost by it and nothing doubled.
class SlackBadInputTest extends SlackTrouble {
    @Test
    void takesMessagesWhateverTheirClocksSayInTheOrderInWhichTheyAreTold() {
        open();
        for (String number : List.of("1700000000.000100", "9999999999.999999", "0000000001.000001")) {
            world().happen(SlackEvents.message(SlackEvents.talk(ANNA), ANNA, number, "at " + number)
                    .build());
        }
        world().happen(SlackEvents.direct(ANNA, 5, "and now")
                .with("event_ts", "soon")
                .build());
        awaitTexts("at 1700000000.000100", "at 9999999999.999999", "at 0000000001.000001", "and now");
    }

    @Test
    void takesWhatComesTwiceOrInAnotherOrderOnce() {
        open();
        JsonObject first = SlackEvents.direct(ANNA, 1, "one").build();
        JsonObject changed = SlackEvents.changed(first, "other", 3);
        JsonObject second = SlackEvents.direct(ANNA, 2, "two").build();
        for (JsonObject event : List.of(second, first, second, changed, first, changed)) {
            world().happen(event);
        }
        messenger.direct(ANNA, "Anna", 4, "three");
        awaitTexts("two", "one", "(I changed an earlier message, which now says:)\nother", "three");
        until("all to be acknowledged", world()::allReceived);
    }

    /// An edit of what never came is its first that is heard.
    @Test
    void anEditOfAnUnknownMessageIsTakenAndItsMessageBehindIt() {
        open();
        JsonObject unknown = SlackEvents.direct(ANNA, 1, "one").build();
        world().happen(SlackEvents.changed(unknown, "other", 2));
        world().happen(SlackEvents.changed(SlackEvents.direct(BERT, 1, "x").build(), "", 3));
        world().happen(unknown);
        awaitTexts("(I changed an earlier message, which now says:)\nother", "one");
    }

    @Test
    void fetchesNoMoreOfAFileThanItMayWhateverIsSaidOfIt() throws Exception {
        open();
        byte[] huge = new byte[1 << 20];
        JsonObject lying = world()
                .files()
                .keep("a.bin", huge, messenger.server().url())
                .toBuilder()
                .with("size", 1)
                .build();
        world().files().describe(lying);
        JsonObject said = world()
                .files()
                .keep("b.bin", new byte[] {1}, messenger.server().url())
                .toBuilder()
                .with("size", Long.MAX_VALUE)
                .build();
        world().files().describe(said);
        List<JsonObject> files = new java.util.ArrayList<>(Collections.nCopies(40, lying));
        files.add(said);
        world().write(SlackEvents.direct(ANNA, 1, "look")
                .with("subtype", "file_share")
                .with("files", JsonArray.of(files))
                .build());
        awaitTexts("look");
        Incoming message = taken.getFirst();
        assertThat(message.files()).hasSize(41);
        assertThat(channel.fetch(message, message.files().getFirst(), 1_000)).isEqualTo(Fetched.tooLarge());
        assertThat(channel.fetch(message, message.files().getLast(), 1_000)).isEqualTo(Fetched.tooLarge());
    }

    /// Slack tells of what the bot itself says, too: that is nobody's message, and does not make their talk a channel.
    @Test
    void asksForWhatWasWrittenBehindItsOwnAnswers() throws Exception {
        open();
        messenger.direct(ANNA, "Anna", 1, "one");
        awaitTexts("one");
        send("an answer");
        send("and another");
        until("its own to be told of", world()::allReceived);
        messenger.inGroup(ANNA, GROUP, 2, true, "in the group");
        awaitTexts("one", "in the group");
        channel.close();

        world().tellNothing(true);
        messenger.direct(ANNA, "Anna", 4, "two");
        world().tellNothing(false);
        taken.clear();
        channel = messenger.channel(Duration.ofSeconds(2));
        open();
        awaitTexts("two");
    }
}
