package moltbot.gateway.channel.whatsapp;

import static moltbot.gateway.channel.ChannelWait.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import moltbot.contract.ContractException;
import moltbot.contract.hook.Taken;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Door;
import moltbot.gateway.channel.Doorkeeper;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.testwhatsapp.Webhooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One person's conversation is not another's: each has its order, and none waits for another.
class WhatsAppLanesTest {
    private static final String ANNA = WhatsAppMessenger.ANNA;
    private static final String BERT = WhatsAppMessenger.BERT;

    @TempDir
    Path folder;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private WhatsAppMessenger messenger;
    private WhatsAppChannel channel;

    @BeforeEach
    void start() throws Exception {
        messenger = new WhatsAppMessenger(folder);
        messenger.start();
        channel = messenger.channel(Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() throws Exception {
        gate.countDown();
        channel.close();
        messenger.close();
    }

    private void open(Inbox inbox) {
        channel.open(inbox);
        until("it to be connected", () -> channel.state().stage() == Stage.CONNECTED);
    }

    /// Anna's wait.
    private void held(Incoming message) throws InterruptedException {
        if (message.who().id().equals(ANNA)) {
            gate.await();
        }
        taken.add(message.text());
    }

    private static JsonObject wrote(String person, long time, String text) {
        return Webhooks.messages(
                person, "Name", Webhooks.text(person, time, text).build());
    }

    private CompletableFuture<Taken> brings(JsonObject webhook) {
        CompletableFuture<Taken> one = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                one.complete(WhatsAppMessenger.deliver(channel, webhook.toBytes()));
            } catch (InterruptedException e) {
                one.completeExceptionally(e);
            }
        });
        return one;
    }

    /// Whoever is told that too much waits is waited for, until WhatsApp says what became of that.
    @Test
    void nobodyWaitsForTheAnswerThatAnotherIsGiven() throws Exception {
        messenger.world().tellNoStatuses();
        open(new Doorkeeper(
                channel,
                message -> {
                    if (message.who().id().equals(ANNA)) {
                        throw ContractException.refused("busy", "Too much waits.");
                    }
                    taken.add(message.text());
                    return new Door.Answer.Taken();
                },
                _ -> {},
                () -> 0));
        CompletableFuture<Taken> annas = brings(wrote(ANNA, 1, "again"));
        until("Anna to be told", () -> !messenger.world().sentTo(ANNA).isEmpty());
        assertThat(brings(wrote(BERT, 2, "hello")).join()).isEqualTo(Taken.DONE);
        assertThat(annas).isNotDone();
        assertThat(taken).containsExactly("hello");
    }

    @Test
    void aConversationKeepsItsOrder() throws Exception {
        List<Integer> under = new CopyOnWriteArrayList<>();
        open(message -> {
            under.add(under.size());
            held(message);
        });
        List<CompletableFuture<Taken>> annas = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            annas.add(brings(wrote(ANNA, i, "message " + i)));
            int waiting = i;
            until("it to wait", () -> channel.waiting() == waiting);
        }
        assertThat(brings(wrote(BERT, 9, "hello")).join()).isEqualTo(Taken.DONE);
        assertThat(under).hasSize(2);
        gate.countDown();
        assertThat(annas).allSatisfy(one -> assertThat(one.join()).isEqualTo(Taken.DONE));
        assertThat(taken).containsExactly("hello", "message 1", "message 2", "message 3", "message 4");
    }

    @Test
    void whatOneWebhookBringsOfSeveralPeopleIsThereWhenAllOfItIs() throws Exception {
        open(this::held);
        JsonObject both = Webhooks.messages(
                ANNA,
                "Anna",
                Webhooks.text(ANNA, 1, "slow").build(),
                Webhooks.text(BERT, 2, "quick").build());
        CompletableFuture<Taken> all = brings(both);
        until("Bert's to be taken", () -> taken.equals(List.of("quick")));
        assertThat(all).isNotDone();
        gate.countDown();
        assertThat(all.join()).isEqualTo(Taken.DONE);
        assertThat(brings(both).join()).isEqualTo(Taken.DONE);
        assertThat(taken).containsExactly("quick", "slow");
    }

    @Test
    void nobodyTakesTheRoomOfAllOthers() throws Exception {
        open(this::held);
        List<CompletableFuture<Taken>> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(brings(wrote(ANNA, i, "many")));
        }
        until(
                "most to be sent away",
                () -> many.stream().filter(CompletableFuture::isDone).count() == 92);
        assertThat(brings(wrote(BERT, 200, "hello")).join()).isEqualTo(Taken.DONE);
        gate.countDown();
        assertThat(many.stream().filter(one -> one.join() == Taken.DONE)).hasSize(8);
    }

    /// A fault of the house's with one message is that message's alone.
    @Test
    void aFaultEndsNoConversation() throws Exception {
        open(message -> {
            if (message.text().equals("fault")) {
                throw new IllegalStateException("a fault");
            }
            held(message);
        });
        assertThat(brings(wrote(BERT, 1, "fault")).join()).isEqualTo(Taken.LATER);
        assertThat(brings(wrote(BERT, 2, "hello")).join()).isEqualTo(Taken.DONE);
    }

    @Test
    void whoeverWaitsAtTheEndIsToComeAgain() throws Exception {
        open(this::held);
        CompletableFuture<Taken> first = brings(wrote(ANNA, 1, "one"));
        CompletableFuture<Taken> second = brings(wrote(ANNA, 2, "two"));
        until("both to wait", () -> channel.waiting() == 2);
        channel.close();
        assertThat(first.join()).isEqualTo(Taken.LATER);
        assertThat(second.join()).isEqualTo(Taken.LATER);
        assertThat(brings(wrote(ANNA, 3, "three")).join()).isEqualTo(Taken.LATER);
        assertThat(taken).isEmpty();
    }
}
