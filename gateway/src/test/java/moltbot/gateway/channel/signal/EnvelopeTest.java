package moltbot.gateway.channel.signal;

import static moltbot.gateway.channel.signal.SignalRig.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.testsignal.Envelopes;
import moltbot.gateway.testsignal.SignalWorld;
import org.junit.jupiter.api.Test;

/// What signal-cli tells of messages that are more, or less, than words and files.
class EnvelopeTest {
    private static Optional<Incoming> read(JsonObject envelope) {
        return Envelope.read(SignalWorld.ACCOUNT, SignalWorld.OWN_UUID, envelope);
    }

    private static JsonObject with(String field, JsonValue value) {
        return with("", field, value);
    }

    private static JsonObject with(String text, String field, JsonValue value) {
        JsonObject.Builder data = Envelopes.data(1, "")
                .with("message", text.isEmpty() ? JsonValue.NULL : JsonValue.of(text))
                .with(field, value);
        return Envelopes.of(ANNA, "Anna", 1).with("dataMessage", data.build()).build();
    }

    private static JsonObject contact(String nickname, String given, String family) {
        return JsonObject.with(
                        "name",
                        JsonObject.with("nickname", nickname.isEmpty() ? JsonValue.NULL : JsonValue.of(nickname))
                                .with("given", given)
                                .with("family", family)
                                .with("prefix", JsonValue.NULL)
                                .with("suffix", JsonValue.NULL)
                                .with("middle", JsonValue.NULL)
                                .build())
                .with("organization", JsonValue.NULL)
                .build();
    }

    private static JsonObject poll(String question) {
        return JsonObject.with("question", question)
                .with("allowMultiple", true)
                .with("options", JsonArray.ofTexts(List.of("yes", "no")))
                .build();
    }

    @Test
    void saysWhatCannotBeLookedAt() {
        JsonObject sticker =
                JsonObject.with("packId", "cafe").with("stickerId", 3).build();
        assertThat(read(with("sticker", sticker)).orElseThrow().text())
                .isEqualTo("(An attachment that cannot be looked at here: a sticker)");
        assertThat(read(with("contacts", JsonArray.of(List.of(contact("", "Carl", "Cook"), contact("Cee", "C", "")))))
                        .orElseThrow()
                        .text())
                .isEqualTo("""
                        (An attachment that cannot be looked at here: a contact, Carl Cook)
                        (An attachment that cannot be looked at here: a contact, Cee C)""");
        assertThat(read(with("vote!", "pollCreate", poll("Where\nto?")))
                        .orElseThrow()
                        .text())
                .isEqualTo("vote!\n(An attachment that cannot be looked at here: a poll, Where to?)");
        assertThat(read(with("pollCreate", poll("x".repeat(5_000))))
                        .orElseThrow()
                        .text())
                .hasSizeLessThan(300);
        JsonObject payment =
                JsonObject.with("note", "for lunch").with("receipt", "AA==").build();
        assertThat(read(with("payment", payment)).orElseThrow().text()).contains("a payment");
    }

    @Test
    void aVoteAndAnEndOfAPollAreNoMessages() {
        JsonObject vote = JsonObject.with("author", SignalWorld.ACCOUNT)
                .with("targetSentTimestamp", 5)
                .with("optionIndexes", JsonArray.EMPTY)
                .with("voteCount", 1)
                .build();
        assertThat(read(with("pollVote", vote))).isEmpty();
        JsonObject end = JsonObject.with("targetSentTimestamp", 5).build();
        assertThat(read(with("pollTerminate", end))).isEmpty();
        assertThat(read(with("isExpirationUpdate", JsonValue.of(true)))).isEmpty();
    }

    @Test
    void fetchesNothingThatCanBeViewedOnce() {
        JsonObject file = Envelopes.file("once.jpg", "image/jpeg", null, 5);
        JsonObject data = Envelopes.data(1, "look")
                .with("viewOnce", true)
                .with("attachments", JsonArray.of(List.of(file)))
                .build();
        Incoming message = read(Envelopes.of(ANNA, "Anna", 1)
                        .with("dataMessage", data)
                        .build())
                .orElseThrow();
        assertThat(message.files()).isEmpty();
        assertThat(message.text()).startsWith("look\n(An attachment").contains("viewed only once", "not opened");
    }

    /// Whether the house ever read what was changed, it need not know; and no change is a command.
    @Test
    void readsWhatWasChangedAsWordsAndNeverAsACommand() {
        for (long target : List.of(1L, 999_999L)) {
            Incoming edited =
                    read(Envelopes.edited(ANNA, 7, target, "/approve ABCDEFGH")).orElseThrow();
            assertThat(edited.text()).isEqualTo("(I changed an earlier message, which now says:)\n/approve ABCDEFGH");
            assertThat(edited.id()).startsWith("signal-7-");
        }
        assertThat(read(Envelopes.edited(ANNA, 7, 1, " "))).isEmpty();
        JsonObject hollow = JsonObject.with("targetSentTimestamp", 1).build();
        assertThat(read(Envelopes.of(ANNA, "Anna", 7)
                        .with("editMessage", hollow)
                        .build()))
                .isEmpty();
    }

    @Test
    void readsWhatTheOwnerChangedInTheirNoteToSelf() {
        JsonObject sent = JsonObject.with("destination", SignalWorld.ACCOUNT)
                .with("destinationNumber", SignalWorld.ACCOUNT)
                .with("destinationUuid", SignalWorld.OWN_UUID)
                .with(
                        "editMessage",
                        JsonObject.with("targetSentTimestamp", 1)
                                .with(
                                        "dataMessage",
                                        Envelopes.data(8, "milk and eggs").build())
                                .build())
                .build();
        JsonObject envelope = Envelopes.of(SignalWorld.OWN_UUID, "Me", 8)
                .with("syncMessage", JsonObject.with("sentMessage", sent).build())
                .build();
        Incoming edited = read(envelope).orElseThrow();
        assertThat(edited.self()).isTrue();
        assertThat(edited.text()).endsWith("\nmilk and eggs");
        assertThat(Envelope.data(envelope).text("message")).isEqualTo("milk and eggs");
    }

    @Test
    void halvesNoSignOfWhatIsAnsweredTo() {
        JsonObject quote = JsonObject.with("id", 5)
                .with("text", "a".repeat(499) + "\uD83D\uDE00 and more")
                .build();
        JsonObject message = Envelopes.of("11111111-1111-4111-8111-111111111111", "Anna", 9)
                .with(
                        "dataMessage",
                        Envelopes.data(9, "and this?").with("quote", quote).build())
                .build();
        assertThat(Envelope.read(SignalWorld.ACCOUNT, "", message))
                .map(Incoming::text)
                .contains("> " + "a".repeat(499) + "…\n\nand this?");
    }

    @Test
    void readsANoteToSelfAndNothingElseTheOwnerWrites() {
        JsonObject note = Envelopes.noteToSelf(7, "remember the milk");
        Incoming message = Envelope.read(SignalWorld.ACCOUNT, "", note).orElseThrow();
        assertThat(message.self()).isTrue();
        assertThat(message.text()).isEqualTo("remember the milk");
        assertThat(message.who().id()).isEqualTo(SignalWorld.OWN_UUID);
        assertThat(Envelope.ownUuid(SignalWorld.ACCOUNT, note)).contains(SignalWorld.OWN_UUID);
        assertThat(Envelope.read(
                        SignalWorld.ACCOUNT, "", Envelopes.ownToOther(8, "33333333-3333-4333-8333-333333333333", "hi")))
                .isEmpty();
    }

    @Test
    void saysWhatHangsOnAMessageAndWhatItAnswersTo() {
        JsonObject data = Envelopes.data(9, "and this?")
                .with(
                        "quote",
                        JsonObject.with("id", 5)
                                .with("author", SignalWorld.ACCOUNT)
                                .with("authorNumber", SignalWorld.ACCOUNT)
                                .with("authorUuid", SignalWorld.OWN_UUID)
                                .with("text", "first\nsecond")
                                .build())
                .with(
                        "attachments",
                        JsonArray.of(List.of(JsonObject.with("contentType", "image/jpeg")
                                .with("filename", JsonValue.NULL)
                                .with("id", "abc.jpg")
                                .with("size", 12_345)
                                .build())))
                .build();
        Optional<Incoming> message = Envelope.read(
                SignalWorld.ACCOUNT,
                "",
                Envelopes.of("11111111-1111-4111-8111-111111111111", "Anna", 9)
                        .with("dataMessage", data)
                        .build());

        assertThat(message.orElseThrow().text()).isEqualTo("> first\n> second\n\nand this?");
        assertThat(message.orElseThrow().files()).containsExactly(new Incoming.Offered("abc.jpg", "photo.jpg", 12_345));
        assertThat(message.orElseThrow().mentioned())
                .as("an answer to the assistant")
                .isTrue();
    }

    /// Only whoever wrote something can take it back: an id is made of both.
    @Test
    void readsWhatSomebodyTakesBackOfTheirOwn() {
        Incoming five = read(Envelopes.direct(ANNA, "Anna", 5, "oh no")).orElseThrow();
        assertThat(withdrawn(Envelopes.deleted(ANNA, 9, 5)))
                .contains(new Incoming.Withdrawn(five.id(), five.who(), five.place()));
        assertThat(withdrawn(Envelopes.deleted("22222222-2222-4222-8222-222222222222", 9, 5))
                        .orElseThrow()
                        .id())
                .isNotEqualTo(five.id());
        assertThat(read(Envelopes.deleted(ANNA, 9, 5))).isEmpty();
        assertThat(withdrawn(Envelopes.direct(ANNA, "Anna", 5, "hello"))).isEmpty();
        assertThat(withdrawn(Envelopes.of(ANNA, "Anna", 9)
                        .with(
                                "dataMessage",
                                Envelopes.data(9, "")
                                        .with("remoteDelete", JsonObject.EMPTY)
                                        .build())
                        .build()))
                .isEmpty();
    }

    @Test
    void readsWhatTheOwnerTakesBackInTheirNoteToSelf() {
        JsonObject note = Envelopes.noteToSelf(7, "milk");
        JsonObject sent = JsonObject.with("destinationUuid", SignalWorld.OWN_UUID)
                .with("timestamp", 9)
                .with("remoteDelete", JsonObject.with("timestamp", 7).build())
                .build();
        JsonObject deleted = Envelopes.of(SignalWorld.OWN_UUID, "Me", 9)
                .with("syncMessage", JsonObject.with("sentMessage", sent).build())
                .build();
        assertThat(withdrawn(deleted).orElseThrow().id())
                .isEqualTo(read(note).orElseThrow().id());
    }

    private static Optional<Incoming.Withdrawn> withdrawn(JsonObject envelope) {
        return Envelope.withdrawn(SignalWorld.ACCOUNT, SignalWorld.OWN_UUID, envelope);
    }
}
