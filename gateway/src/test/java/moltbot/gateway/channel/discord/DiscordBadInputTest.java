package moltbot.gateway.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.testdiscord.DiscordWorld;
import moltbot.gateway.testdiscord.Events;
import org.junit.jupiter.api.Test;

/// What Discord should not say, and what people should not send: nothing is lost by it and nothing doubled.
class DiscordBadInputTest extends DiscordTrouble {
    private static JsonObject.Builder direct(String id, String text) {
        return Events.message(DiscordWorld.talk(ANNA), ANNA, "Anna", id, text);
    }

    private static JsonObject.Builder direct(long time, String text) {
        return direct(DiscordMessenger.id(time), text);
    }

    private static JsonObject edit(long time, String text, String at) {
        return direct(time, text).with("edited_timestamp", at).build();
    }

    @Test
    void takesMessagesWhateverTheirClocksSayInTheOrderInWhichTheyAreTold() {
        open();
        world().write(direct(5, "one")
                .with("timestamp", "9999-12-31T23:59:59.000000+00:00")
                .build());
        world().write(direct("9223372036854775000", "two")
                .with("timestamp", "soon")
                .build());
        world().write(direct("1", "three")
                .with("timestamp", "1970-01-01T00:00:00.000000+00:00")
                .build());
        world().happen("MESSAGE_UPDATE", edit(5, "four", "0001-01-01T00:00:00.000000+00:00"));
        awaitTexts("one", "two", "three", "(I changed an earlier message, which now says:)\nfour");
    }

    @Test
    void takesWhatComesTwiceOrInAnotherOrderOnce() {
        open();
        JsonObject changed = edit(1, "other", "2023-11-14T22:15:00.000000+00:00");
        for (long time : List.of(2L, 1L, 2L)) {
            world().happen("MESSAGE_CREATE", direct(time, "at " + time).build());
        }
        world().happen("MESSAGE_UPDATE", changed);
        world().happen("MESSAGE_CREATE", direct(1, "at 1").build());
        world().happen("MESSAGE_UPDATE", changed);
        messenger.direct(ANNA, "Anna", 4, "three");
        awaitTexts("at 2", "at 1", "(I changed an earlier message, which now says:)\nother", "three");
    }

    @Test
    void anEditOfAnUnknownMessageIsTakenAndItsMessageBehindIt() {
        open();
        world().happen("MESSAGE_UPDATE", edit(1, "other", "2023-11-14T22:15:00.000000+00:00"));
        world().happen("MESSAGE_UPDATE", edit(2, "", "2023-11-14T22:15:00.000000+00:00"));
        world().happen(
                        "MESSAGE_UPDATE",
                        JsonObject.with("id", DiscordMessenger.id(3)).build());
        world().write(direct(1, "one").build());
        awaitTexts("(I changed an earlier message, which now says:)\nother", "one");
    }

    @Test
    void fetchesNoMoreOfAFileThanItMayWhateverIsSaidOfIt() throws Exception {
        open();
        JsonObject lying = world()
                .files()
                .keep("a.bin", new byte[1 << 20], messenger.server().url())
                .toBuilder()
                .with("size", 1)
                .build();
        List<JsonObject> files = new ArrayList<>(Collections.nCopies(40, lying));
        files.add(lying.toBuilder().with("size", Long.MAX_VALUE).build());
        world().write(direct(1, "look").with("attachments", JsonArray.of(files)).build());
        awaitTexts("look");
        Incoming message = taken.getFirst();
        assertThat(message.files()).hasSize(41);
        assertThat(channel.fetch(message, message.files().getFirst(), 1_000)).isEqualTo(Fetched.tooLarge());
    }

    /// Discord tells of what the bot itself says, too: that does not make a talk one with itself.
    @Test
    void knowsWithWhomItTalksAfterItsOwnAnswers() throws Exception {
        open();
        messenger.direct(ANNA, "Anna", 1, "one");
        awaitTexts("one");
        send("an answer");
        messenger.direct(ANNA, "Anna", 2, "two");
        awaitTexts("one", "two");
        until("it to be kept", () -> kept().contains("\"person\":\"" + ANNA + "\""));
        send("and another");
        messenger.direct(DiscordMessenger.BERT, "Bert", 3, "three");
        awaitTexts("one", "two", "three");
        until("it to be kept", () -> kept().contains("\"person\":\"" + DiscordMessenger.BERT + "\""));

        assertThat(kept()).contains("\"person\":\"" + ANNA + "\"").doesNotContain("\"person\":\"" + Events.BOT + "\"");
    }
}
