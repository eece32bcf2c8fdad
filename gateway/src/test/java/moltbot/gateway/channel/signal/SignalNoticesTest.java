package moltbot.gateway.channel.signal;

import static moltbot.gateway.channel.signal.SignalRig.ANNA;
import static moltbot.gateway.channel.signal.SignalRig.BERT;
import static moltbot.gateway.channel.signal.SignalRig.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.testsignal.Envelopes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the house itself says of what disappears, and of what can be viewed once.
class SignalNoticesTest {
    @TempDir
    Path folder;

    private static JsonObject timed(String person, long time, long seconds) {
        JsonObject data =
                Envelopes.data(time, "psst").with("expiresInSeconds", seconds).build();
        return Envelopes.of(person, "Anna", time).with("dataMessage", data).build();
    }

    /// A message comes, the house takes it, and answers; what people see of it all is in order.
    private static void talks(SignalRig signal, long time, long seconds) throws Exception {
        signal.delivers(time, timed(ANNA, time, seconds));
        signal.channel.seen(signal.taken.getLast());
    }

    @Test
    void saysOnceInAConversationWhoseMessagesDisappearThatTheHouseKeepsThem() throws Exception {
        try (SignalRig signal = SignalRig.linked(folder, SignalRig.SELDOM)) {
            signal.delivers(1, timed(BERT, 1, 3_600));
            talks(signal, 2, 86_400);
            until("the sentence", () -> signal.world.sentTo(ANNA).size() == 1);
            assertThat(signal.world.sentTo(ANNA).getFirst())
                    .contains("disappear from this conversation after 1 day", "kept in the house");
            until(
                    "it to be kept",
                    () -> new Kept(folder.resolve("signal.json"))
                            .isTold(signal.anna().key()));
            talks(signal, 3, 86_400);
            assertThat(signal.send(signal.anna(), "an answer")).isEqualTo(new Outcome.Sent());
            assertThat(signal.world.sentTo(BERT)).as("a stranger").isEmpty();
            assertThat(signal.world.sentTo(ANNA)).hasSize(2);
        }
        try (SignalRig signal = SignalRig.linked(folder, SignalRig.SELDOM)) {
            talks(signal, 4, 86_400);
            assertThat(signal.send(signal.anna(), "after another start")).isEqualTo(new Outcome.Sent());
            assertThat(signal.world.sentTo(ANNA)).hasSize(3);
            talks(signal, 5, 0);
            talks(signal, 6, 60);
            until("it to be said anew", () -> signal.world.sentTo(ANNA).size() == 4);
            assertThat(signal.world.sentTo(ANNA).getLast()).contains("after 1 minute.");
        }
    }

    @Test
    void tellsWhoeverItLetInThatWhatCanBeViewedOnceIsNotOpened() throws Exception {
        try (SignalRig signal = SignalRig.linked(folder, SignalRig.SELDOM)) {
            JsonObject file = Envelopes.file("once.jpg", "image/jpeg", null, 5);
            signal.world.keep("once.jpg", new byte[5]);
            for (String person : List.of(BERT, ANNA)) {
                JsonObject data = Envelopes.data(1, "look")
                        .with("viewOnce", true)
                        .with("attachments", JsonArray.of(List.of(file)))
                        .build();
                signal.delivers(
                        person.equals(ANNA) ? 1 : 2,
                        Envelopes.of(person, "Anna", 1)
                                .with("dataMessage", data)
                                .build());
            }
            signal.channel.seen(signal.taken.getLast());
            until("the sentence", () -> signal.world.sentTo(ANNA).size() == 1);
            assertThat(signal.world.sentTo(ANNA).getFirst()).startsWith("I do not open what can be viewed once only");
            assertThat(signal.world.sentTo(BERT)).as("nobody let them in").isEmpty();
            assertThat(signal.world.fetched()).isEmpty();
        }
    }

    @Test
    void saysTimesAsPeopleDo() {
        assertThat(Words.kept(30)).contains("after 30 seconds.");
        assertThat(Words.kept(300)).contains("after 5 minutes.");
        assertThat(Words.kept(3_600)).contains("after 1 hour.");
        assertThat(Words.kept(4 * 604_800)).contains("after 28 days.");
    }

    /// Whichever of a message's versions Signal names, all of them are taken back; another person's are not.
    @Test
    void takesBackAllThatAMessageEverSaid() throws Exception {
        try (SignalRig signal = SignalRig.linked(folder, SignalRig.SELDOM)) {
            signal.delivers(1, Envelopes.direct(ANNA, "Anna", 1, "my pin is 4711"));
            signal.delivers(2, Envelopes.edited(ANNA, 2, 1, "my pin is 4712"));
            signal.delivers(3, Envelopes.edited(ANNA, 3, 2, "never mind"));
            signal.delivers(4, Envelopes.direct(BERT, "Bert", 2, "hello"));
            signal.world.deliver(5, Envelopes.deleted(ANNA, 5, 3));
            until("all three", () -> signal.withdrawn.size() == 3);
            signal.delivers(6, Envelopes.direct(BERT, "Bert", 6, "behind it"));
            assertThat(signal.withdrawn)
                    .containsExactlyInAnyOrderElementsOf(signal.taken.subList(0, 3).stream()
                            .map(Incoming::id)
                            .toList());
        }
    }
}
