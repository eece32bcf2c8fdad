package moltbot.gateway.channel.whatsapp;

import static moltbot.gateway.channel.ChannelWait.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.contract.hook.Taken;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Alarm;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.OutgoingFile;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.testwhatsapp.Webhooks;
import moltbot.gateway.testwhatsapp.WhatsAppWorld;
import moltbot.gateway.vault.Vault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What WhatsApp and its users do to a house, and what becomes of it.
class WhatsAppTroubleTest {
    private static final String ANNA = WhatsAppMessenger.ANNA;
    private static final String BERT = WhatsAppMessenger.BERT;

    @TempDir
    Path folder;

    private final List<Incoming> taken = new CopyOnWriteArrayList<>();
    private WhatsAppMessenger messenger;
    private WhatsAppChannel channel;
    private WhatsAppWorld world;

    @BeforeEach
    void start() throws Exception {
        messenger = new WhatsAppMessenger(folder);
        messenger.start();
        world = messenger.world();
        channel = messenger.channel(Duration.ofMillis(400));
    }

    @AfterEach
    void stop() throws Exception {
        channel.close();
        messenger.close();
    }

    private void open() {
        channel.open(taken::add);
        until("it to be connected", () -> channel.state().stage() == Stage.CONNECTED);
    }

    private static Address person(String id) {
        return new Address("whatsapp", Webhooks.NUMBER, Address.Kind.DIRECT, id);
    }

    private Outcome says(String person, String text) throws InterruptedException {
        return channel.send(person(person), Styled.plain(text));
    }

    private Taken brings(JsonObject webhook) throws InterruptedException {
        return WhatsAppMessenger.deliver(channel, webhook.toBytes());
    }

    private static JsonObject wrote(long time, String text) {
        return Webhooks.messages(ANNA, "Anna", Webhooks.text(ANNA, time, text).build());
    }

    @Test
    void saysWhoItIsAsPeopleWriteTheNumber() {
        open();
        assertThat(channel.state().account()).isEqualTo(Webhooks.NUMBER);
        assertThat(channel.state().called()).isEqualTo(Webhooks.DISPLAY);
        assertThat(channel.capabilities().groups()).isFalse();
    }

    @Test
    void whatComesBeforeItIsReadyComesAgain() throws Exception {
        assertThat(brings(wrote(1, "early"))).isEqualTo(Taken.LATER);
        open();
        until("it to be taken", () -> {
            try {
                return brings(wrote(1, "early")) == Taken.DONE;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(taken).hasSize(1);
    }

    @Test
    void whatComesTwiceIsTakenOnce() throws Exception {
        open();
        assertThat(brings(wrote(1, "once"))).isEqualTo(Taken.DONE);
        assertThat(brings(wrote(1, "once"))).isEqualTo(Taken.DONE);
        JsonObject both = Webhooks.messages(
                ANNA,
                "Anna",
                Webhooks.text(ANNA, 1, "once").build(),
                Webhooks.text(ANNA, 2, "twice").build());
        assertThat(brings(both)).isEqualTo(Taken.DONE);
        assertThat(taken).extracting(Incoming::text).containsExactly("once", "twice");
    }

    @Test
    void doesNotSayThatItHasWhatIsNotTakenInTime() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        channel.close();
        channel = messenger.channel(Duration.ofMillis(20));
        channel.open(message -> {
            gate.await();
            taken.add(message);
        });
        assertThat(brings(wrote(1, "slow"))).isEqualTo(Taken.LATER);
        assertThat(brings(wrote(1, "slow"))).isEqualTo(Taken.LATER);
        gate.countDown();
        until("it to be taken", () -> taken.size() == 1);
        assertThat(brings(wrote(1, "slow"))).isEqualTo(Taken.DONE);
        assertThat(taken).hasSize(1);
    }

    @Test
    void keepsNoMoreWaitingThanItHasRoomFor() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        channel.close();
        channel = messenger.channel(Duration.ofSeconds(2));
        channel.open(message -> gate.await());
        List<CompletableFuture<Taken>> all = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 100; i++) {
            int time = i;
            CompletableFuture<Taken> one = new CompletableFuture<>();
            all.add(one);
            Thread.ofVirtual().start(() -> {
                try {
                    String person = "49170000" + (1_000 + time);
                    one.complete(brings(Webhooks.messages(
                            person, "Many", Webhooks.text(person, time, "many").build())));
                } catch (InterruptedException e) {
                    one.completeExceptionally(e);
                }
            });
        }
        until(
                "some to be sent away",
                () -> all.stream().filter(CompletableFuture::isDone).count() == 36);
        gate.countDown();
        for (CompletableFuture<Taken> one : all) {
            one.join();
        }
        assertThat(all.stream().filter(one -> one.join() == Taken.DONE).count()).isEqualTo(64L);
    }

    @Test
    void whatCannotBeReadNeedNotComeAgain() throws Exception {
        open();
        assertThat(WhatsAppMessenger.deliver(channel, "{".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Taken.UNREADABLE);
        assertThat(WhatsAppMessenger.deliver(channel, new byte[0])).isEqualTo(Taken.UNREADABLE);
        assertThat(brings(JsonObject.with("object", "page").build())).isEqualTo(Taken.DONE);
        assertThat(brings(Webhooks.status("wamid.x", "read", ANNA, 0))).isEqualTo(Taken.DONE);
        assertThat(taken).isEmpty();
    }

    @Test
    void saysThatSomebodyWroteTooLongAgoAndWhatToDo() throws Exception {
        open();
        world.failFor(ANNA, Reply.Refused.WINDOW);
        assertThat(says(ANNA, "late"))
                .isInstanceOfSatisfying(
                        Outcome.Never.class, never -> assertThat(never.why()).contains("24 hours", "./moltbot outbox"));
        world.failFor(ANNA, 0);
        assertThat(says(ANNA, "in time")).isEqualTo(new Outcome.Sent());
        // Where WhatsApp says so at once, it is the same.
        world.refuse(400, Reply.Refused.WINDOW, 0);
        assertThat(says(ANNA, "late")).isInstanceOf(Outcome.Never.class);
    }

    @Test
    void isNotKeptWaitingWhereNobodySaysWhatBecameOfMessages() throws Exception {
        open();
        world.tellNoStatuses();
        long begun = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(says(ANNA, "message " + i)).isEqualTo(new Outcome.Sent());
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(2_500));
    }

    @Test
    void aTokenThatWasRevokedStopsItAndIsToldOnce() throws Exception {
        open();
        world.changeToken("another");
        assertThat(says(ANNA, "hello")).isInstanceOf(Outcome.Later.class);
        until("it to stop", () -> channel.state().stage() == Stage.STOPPED);
        assertThat(channel.state().why()).contains("token", "./moltbot secret set whatsapp-token");
        int asked = world.requests().size();
        assertThat(says(ANNA, "hello")).isInstanceOf(Outcome.Later.class);
        LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        assertThat(world.requests()).hasSize(asked);
        until("it to be told", () -> !messenger.rung().isEmpty());
        assertThat(messenger.rung()).containsExactly(Alarm.Trouble.REVOKED);

        messenger.vault().set(WhatsAppChannel.SECRET, "another");
        channel.keyChanged();
        until("it to be connected", () -> channel.state().stage() == Stage.CONNECTED);
        assertThat(says(ANNA, "hello")).isEqualTo(new Outcome.Sent());
    }

    @Test
    void noticesByItselfThatTheTokenWasRevoked() {
        open();
        world.changeToken("another");
        until("it to be told", () -> !messenger.rung().isEmpty());
        assertThat(channel.state().stage()).isEqualTo(Stage.STOPPED);
        assertThat(messenger.rung()).containsExactly(Alarm.Trouble.REVOKED);
    }

    @Test
    void leavesOnePersonAloneOrAllWhereWhatsAppWantsThat() throws Exception {
        open();
        world.refuse(400, Reply.Refused.PAIR, 0);
        assertThat(says(ANNA, "too much"))
                .isInstanceOfSatisfying(
                        Outcome.Later.class, later -> assertThat(later.pause()).isPositive());
        int asked = world.requests().size();
        assertThat(says(ANNA, "again")).isInstanceOf(Outcome.Later.class);
        assertThat(world.requests().stream().skip(asked)).noneMatch(path -> path.endsWith("/messages"));
        assertThat(says(BERT, "to another")).isEqualTo(new Outcome.Sent());
        world.refuse(429, Reply.Refused.LIMIT, 60);
        assertThat(says(BERT, "too much")).isEqualTo(later(60));
        assertThat(says(BERT, "again")).isInstanceOf(Outcome.Later.class);
        assertThat(world.sentTo(BERT)).containsExactly("to another");
    }

    private static Outcome later(long seconds) {
        return new Outcome.Later("WhatsApp asks for fewer messages.", Duration.ofSeconds(seconds));
    }

    @Test
    void tellsWhatPassesFromWhatNeverWill() throws Exception {
        open();
        world.refuse(503, 131_016, 0);
        assertThat(says(ANNA, "1")).isInstanceOf(Outcome.Later.class);
        world.refuse(500, 131_000, 0);
        assertThat(says(ANNA, "2")).isInstanceOf(Outcome.Unknown.class);
        world.refuse(400, 131_042, 0);
        assertThat(says(ANNA, "3")).isInstanceOf(Outcome.Later.class);
        world.refuse(400, 131_030, 0);
        assertThat(says(ANNA, "4")).isInstanceOf(Outcome.Never.class);
        assertThat(world.sentTo(ANNA)).isEmpty();
    }

    @Test
    void showsOnlyWhoIsAnsweredThatTheyWereRead() throws Exception {
        open();
        brings(wrote(1, "hello"));
        int asked = world.requests().size();
        until("more to be asked", () -> world.requests().size() >= asked + 3);
        assertThat(world.seen()).isEmpty();
        channel.seen(taken.getFirst());
        until("it to be shown", () -> !world.seen().isEmpty());
        assertThat(world.seen().getFirst())
                .isEqualTo(JsonObject.parse("{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\""
                        + Webhooks.wamid(1) + "\",\"typing_indicator\":{\"type\":\"text\"}}"));
    }

    @Test
    void sendsTheKeyToNoOtherServerForAFile() throws Exception {
        open();
        Incoming message = new Incoming("id", person(ANNA), person(ANNA), "", false, false, "x");
        world.keep("77", "a file".getBytes(StandardCharsets.UTF_8));
        Incoming.Offered file = new Incoming.Offered("77", "a.txt", 0);
        assertThat(channel.fetch(message, file, 100)).isInstanceOf(Fetched.Whole.class);
        for (String elsewhere : List.of(
                "http://127.0.0.1:1/whatsapp_business/attachments/?mid=",
                "http://localhost:" + messenger.port() + "/whatsapp_business/attachments/?mid=",
                "https://evil.example/",
                "file:///etc/passwd?",
                "::")) {
            world.moveFiles(elsewhere);
            assertThat(channel.fetch(message, file, 100)).as(elsewhere).isInstanceOf(Fetched.Missing.class);
        }
        for (String other : List.of("../messages", "77/x", "77?fields=url", "")) {
            int asked = world.requests().size();
            assertThat(channel.fetch(message, new Incoming.Offered(other, "x", 0), 100))
                    .isInstanceOf(Fetched.Missing.class);
            assertThat(world.requests().stream().skip(asked)).allMatch(path -> path.contains("?fields=id,display"));
        }
    }

    @Test
    void mayReachTheGraphAndItsFilesAlone() {
        GraphApi.Place usual = new GraphApi.Place(URI.create("https://graph.facebook.com"), "v24.0", "1");
        assertThat(usual.origins())
                .containsExactly(
                        Origin.of(URI.create("https://graph.facebook.com")),
                        Origin.of(URI.create("https://lookaside.fbsbx.com")));
        assertThat(usual.hasFile(URI.create("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1")))
                .isTrue();
        for (String elsewhere : List.of(
                "http://lookaside.fbsbx.com/x",
                "https://lookaside.fbsbx.com.evil.example/x",
                "https://evil.example/lookaside.fbsbx.com",
                "https://a@evil.example/x",
                "https:///x")) {
            assertThat(usual.hasFile(URI.create(elsewhere))).as(elsewhere).isFalse();
        }
        GraphApi.Place other = new GraphApi.Place(URI.create("http://127.0.0.1:8080"), "v24.0", "1");
        assertThat(other.origins()).containsExactly(Origin.of(URI.create("http://127.0.0.1:8080")));
    }

    @Test
    void tellsWhereWhatsAppTakesNoSuchFile() throws Exception {
        open();
        channel.send(person(ANNA), new OutgoingFile("a.zip", new byte[] {'P', 'K', 3, 4, 0, 0}));
        assertThat(world.sentTo(ANNA)).singleElement().asString().contains("a.zip", "panel");
        channel.send(person(ANNA), new OutgoingFile("a.csv", "a;b".getBytes(StandardCharsets.UTF_8)));
        assertThat(world.filesSentTo(ANNA)).containsExactly("a.csv a;b");
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0};
        channel.send(person(ANNA), new OutgoingFile("a.png", png));
        assertThat(world.sent().getLast().text("type")).isEqualTo("image");
    }

    @Test
    void hasNobodysServersFetchWhatItLinksTo() throws Exception {
        open();
        says(ANNA, "see https://evil.example/?secret=1");
        assertThat(world.sent().getFirst().object("text").flag("preview_url")).isFalse();
    }

    @Test
    void quotesWhatItSaidWhereSomebodyAnswersToIt() throws Exception {
        open();
        says(ANNA, "Shall I?");
        brings(Webhooks.messages(
                ANNA,
                "Anna",
                Webhooks.text(ANNA, 1, "do")
                        .with(
                                "context",
                                JsonObject.with("id", "wamid.HBgLOUT1==").build())
                        .build()));
        assertThat(taken.getFirst().text()).isEqualTo("> Shall I?\n\ndo");
    }

    @Test
    void aMissingTokenIsAskedFor() {
        GraphApi.Place place = new GraphApi.Place(URI.create("http://127.0.0.1:1"), "v24.0", "1");
        Vault empty = Vault.open(folder.resolve("empty"), Optional.empty());
        try (Egress egress = new Egress(place.origins(), empty.access(), Timing.STANDARD.limits());
                WhatsAppChannel other = new WhatsAppChannel(
                        new GraphApi(egress, empty, place), (_, _, _) -> {}, InstantSource.system(), Timing.STANDARD)) {
            other.open(taken::add);
            until("it to say so", () -> other.state().stage() == Stage.UNLINKED);
            assertThat(other.state().why()).contains("./moltbot secret set whatsapp-token");
        }
    }
}
