package moltbot.gateway.channel.whatsapp;

import static moltbot.gateway.channel.ChannelWait.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.contract.hook.Taken;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.Alarm.Undelivered;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.OutgoingFile;
import moltbot.gateway.channel.OutgoingText;
import moltbot.gateway.testwhatsapp.Webhooks;
import moltbot.gateway.testwhatsapp.WhatsAppWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What comes later than one would think: word that a message did not arrive, that one was taken back, what was written
/// before what is there already.
class WhatsAppAfterwardsTest {
    private static final String ANNA = WhatsAppMessenger.ANNA;
    private static final String BERT = WhatsAppMessenger.BERT;

    @TempDir
    Path folder;

    private final List<Incoming> taken = new CopyOnWriteArrayList<>();
    private final List<Incoming.Withdrawn> takenBack = new CopyOnWriteArrayList<>();
    private WhatsAppMessenger messenger;
    private WhatsAppChannel channel;
    private WhatsAppWorld world;

    @BeforeEach
    void start() throws Exception {
        messenger = new WhatsAppMessenger(folder);
        messenger.start();
        world = messenger.world();
        channel = messenger.channel(Duration.ofMillis(400));
        channel.open(new Inbox() {
            @Override
            public void take(Incoming message) {
                taken.add(message);
            }

            @Override
            public void withdraw(Incoming.Withdrawn message) {
                takenBack.add(message);
            }
        });
        until("it to be connected", () -> channel.state().stage() == Stage.CONNECTED);
    }

    @AfterEach
    void stop() throws Exception {
        channel.close();
        messenger.close();
    }

    private static Address person(String id) {
        return new Address("whatsapp", Webhooks.NUMBER, Address.Kind.DIRECT, id);
    }

    private void says(String person, String text) throws InterruptedException {
        assertThat(channel.send(person(person), Styled.plain(text))).isEqualTo(new Outcome.Sent());
    }

    private Taken brings(JsonObject.Builder... messages) throws InterruptedException {
        JsonObject[] built =
                java.util.Arrays.stream(messages).map(JsonObject.Builder::build).toArray(JsonObject[]::new);
        return WhatsAppMessenger.deliver(
                channel, Webhooks.messages(ANNA, "Anna", built).toBytes());
    }

    private List<String> texts() {
        return taken.stream().map(Incoming::text).toList();
    }

    @Test
    void theOwnerIsToldOnceForEachPersonWhatWhatsAppSaysTooLate() throws Exception {
        says(ANNA, "a secret of Anna's");
        world.fail(ANNA, Reply.Refused.GONE);
        until("it to be told", () -> messenger.undelivered().size() == 1);
        world.fail(ANNA, Reply.Refused.GONE);
        world.tellNoStatuses();
        says(ANNA, "another");
        world.fail(ANNA, Reply.Refused.WINDOW);
        channel.send(person(BERT), new OutgoingFile("a.txt", "x".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        world.fail(BERT, 131_053);
        until("Bert's to be told", () -> messenger.undelivered().size() == 2);

        assertThat(messenger.undelivered())
                .extracting(Undelivered::to, Undelivered::file, Undelivered::why)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(person(ANNA), false, Undelivered.Why.GONE),
                        org.assertj.core.groups.Tuple.tuple(person(BERT), true, Undelivered.Why.REFUSED));
        assertThat(messenger.undelivered().toString()).doesNotContain("secret");
        assertThat(messenger.rung()).isEmpty();
    }

    @Test
    void somethingThatArrivesMakesTheNextThatDoesNotNews() throws Exception {
        says(ANNA, "one");
        world.fail(ANNA, Reply.Refused.GONE);
        until("it to be told", () -> messenger.undelivered().size() == 1);
        says(ANNA, "two");
        until("it to arrive", world::allReceived);
        says(ANNA, "three");
        world.fail(ANNA, Reply.Refused.WINDOW);
        until("it to be told again", () -> messenger.undelivered().size() == 2);
        assertThat(messenger.undelivered().getLast().why()).isEqualTo(Undelivered.Why.WINDOW);
    }

    /// That is a letter that failed, which the owner is told of where letters are.
    @Test
    void whatFailsWhileItIsWaitedForIsNotToldTwice() throws Exception {
        world.failFor(ANNA, Reply.Refused.WINDOW);
        assertThat(channel.send(person(ANNA), Styled.plain("late"))).isInstanceOf(Outcome.Never.class);
        world.fail(ANNA, Reply.Refused.WINDOW);
        WhatsAppMessenger.deliver(
                channel,
                Webhooks.status("wamid.of-another-program", "failed", ANNA, Reply.Refused.GONE)
                        .toBytes());
        until("all to be heard", world::allReceived);
        assertThat(messenger.undelivered()).isEmpty();
    }

    /// A status that comes after a failure does not undo it.
    @Test
    void whatFailedHasFailedInWhateverOrderThatIsTold() throws Exception {
        Fates fates = new Fates(_ -> {});
        fates.tell(new Delivered.Status("1", Reply.Refused.GONE, false));
        fates.tell(new Delivered.Status("1", 0, false));
        assertThat(fates.await("1", new Fates.Sent(person(ANNA), false), Duration.ofSeconds(5)))
                .hasValue(Reply.Refused.GONE);
    }

    @Test
    void quotesNobodyToAnother() throws Exception {
        brings(Webhooks.text(ANNA, 1, "a secret of Anna's"));
        String id = taken.getFirst().id();
        channel.send(person(BERT), new OutgoingText(Styled.plain("to Bert"), "", id, List.of()));
        channel.send(person(ANNA), new OutgoingText(Styled.plain("to Anna"), "", id, List.of()));
        assertThat(world.answered(BERT, "to Bert")).isEqualTo(-1);
        assertThat(world.answered(ANNA, "to Anna")).isEqualTo(1);
    }

    @Test
    void whatWasTakenBackBeforeItCameIsNotTakenAndIsToldOnce() throws Exception {
        brings(Webhooks.revoke(ANNA, 5, 1));
        brings(Webhooks.revoke(ANNA, 5, 1));
        brings(Webhooks.text(ANNA, 1, "what I did not mean"));
        brings(Webhooks.text(ANNA, 2, "what I mean"));
        assertThat(texts()).containsExactly("what I mean");
        assertThat(takenBack).hasSize(1);
        assertThat(takenBack.getFirst().who()).isEqualTo(person(ANNA));
    }

    @Test
    void nonsenseThatWouldTakeSomethingBackTakesNothingBack() throws Exception {
        brings(Webhooks.text(ANNA, 1, "one"));
        for (JsonValue nonsense : List.of(
                JsonValue.of(5),
                JsonObject.EMPTY,
                JsonObject.with("original_message_id", "").build(),
                JsonObject.with("original_message_id", "w".repeat(301)).build(),
                JsonObject.with("original_message_id", JsonValue.NULL).build())) {
            assertThat(brings(Webhooks.revoke(ANNA, 5, 1).with("revoke", nonsense)))
                    .isEqualTo(Taken.DONE);
        }
        brings(Webhooks.revoke(ANNA, 6, 1).with("group_id", "g"));
        assertThat(takenBack).isEmpty();
        assertThat(taken).hasSize(1);
    }

    /// Nothing is left out or put elsewhere for what a phone's clock says: the order is the one it came in.
    @Test
    void noClockButItsOwnDecidesWhatIsTaken() throws Exception {
        for (String when : List.of("0", "-5", "99999999999999999999", "4102444800", "yesterday")) {
            brings(Webhooks.text(ANNA, taken.size() + 1L, "at " + when).with("timestamp", when));
        }
        brings(Webhooks.text(ANNA, 50, "without").with("timestamp", JsonValue.NULL));
        brings(
                Webhooks.text(ANNA, 62, "the later").with("timestamp", "1700000062"),
                Webhooks.text(ANNA, 61, "the earlier").with("timestamp", "1700000061"));
        brings(Webhooks.text(ANNA, 62, "the later").with("timestamp", "5"));
        assertThat(texts())
                .containsExactly(
                        "at 0",
                        "at -5",
                        "at 99999999999999999999",
                        "at 4102444800",
                        "at yesterday",
                        "without",
                        "the later",
                        "the earlier");
    }
}
