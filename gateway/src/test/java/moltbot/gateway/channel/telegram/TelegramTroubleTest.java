package moltbot.gateway.channel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.ChannelWait;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.testtelegram.TelegramWorld;
import moltbot.gateway.testtelegram.TelegramWorld.Request;
import moltbot.gateway.testtelegram.Updates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Telegram and its users do to a bot, and what becomes of it.
class TelegramTroubleTest {
    private static final String ANNA = TelegramMessenger.ANNA;
    private static final String ANOTHER = Updates.BOT + ":BBanother-token_of-the-same-bot";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final List<Incoming> taken = new CopyOnWriteArrayList<>();
    private TelegramMessenger messenger;
    private TelegramChannel channel;

    @BeforeEach
    void start() throws Exception {
        messenger = new TelegramMessenger(folder);
        messenger.start();
        channel = messenger.channel(Duration.ofSeconds(2));
    }

    @AfterEach
    void stop() throws Exception {
        channel.close();
        messenger.close();
    }

    private TelegramWorld world() {
        return messenger.world();
    }

    private void open() {
        channel.open(taken::add);
        awaitStage(Stage.CONNECTED);
    }

    private void awaitStage(Stage stage) {
        until("it to be " + stage, () -> channel.state().stage() == stage);
    }

    private static void until(String what, Callable<Boolean> condition) {
        ChannelWait.until(what, condition);
    }

    private void writes(long id, String text) {
        world().deliver(Updates.direct(ANNA, "Anna", id, text).build());
    }

    private void awaitTexts(String... texts) {
        until("the messages", () -> taken.size() >= texts.length);
        assertThat(taken.stream().map(Incoming::text)).containsExactly(texts);
    }

    private Outcome send(String text) throws InterruptedException {
        return channel.send(
                new Address("telegram", Long.toString(Updates.BOT), Address.Kind.DIRECT, ANNA), Styled.plain(text));
    }

    private List<Request> asked(String method) {
        return world().requests().stream()
                .filter(request -> request.method().equals(method))
                .toList();
    }

    @Test
    void asksForMessagesAndTheirEditsAndForNothingElse() {
        open();
        JsonObject question = asked("getUpdates").getFirst().parameters();
        assertThat(question.list("allowed_updates").texts())
                .containsExactly("message", "edited_message", "callback_query");
        assertThat(question.has("offset"))
                .as("what is confirmed before anything came")
                .isFalse();
        writes(1, "one");
        until("it to be confirmed", world()::allReceived);
        assertThat(asked("getUpdates").stream()
                        .filter(request -> request.parameters().has("offset")))
                .extracting(request -> request.parameters().number("offset"))
                .containsOnly(810_000_002L);
    }

    @Test
    void showsThatAnAnswerIsOnItsWayUntilItIsThere() throws Exception {
        open();
        writes(1, "hello");
        awaitTexts("hello");
        channel.seen(taken.getFirst());
        until("the sign", () -> !asked("sendChatAction").isEmpty());
        JsonObject sign = asked("sendChatAction").getFirst().parameters();
        assertThat(sign.text("action")).isEqualTo("typing");
        assertThat(sign.number("chat_id")).isEqualTo(Long.parseLong(ANNA));
        assertThat(send("hi")).isEqualTo(new Outcome.Sent());
    }

    @Test
    void aRevokedTokenStopsItOnceInWordsUntilThereIsAnother() throws Exception {
        open();
        world().changeToken(ANOTHER);
        awaitStage(Stage.STOPPED);
        assertThat(channel.state().why()).contains("revoked", "@BotFather", "./moltbot secret set telegram-bot-token");
        int before = world().requests().size();
        assertThat(send("hello")).isInstanceOf(Outcome.Later.class);
        LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        assertThat(world().requests()).as("asked while it is stopped").hasSize(before);
        assertThat(messenger.rung()).containsExactly(Trouble.REVOKED);

        writes(1, "while you were away");
        messenger.vault().set(TelegramChannel.SECRET, ANOTHER);
        channel.keyChanged();
        awaitStage(Stage.CONNECTED);
        awaitTexts("while you were away");
        assertThat(send("back")).isEqualTo(new Outcome.Sent());
    }

    @Test
    void withoutATokenItWaitsForOne() throws Exception {
        TelegramMessenger other = new TelegramMessenger(folder.resolve("other"));
        other.start();
        other.vault().set(TelegramChannel.SECRET, "nonsense/../with?signs");
        try (other;
                TelegramChannel odd = other.channel(PATIENCE)) {
            odd.open(taken::add);
            until("it to stop", () -> odd.state().stage() == Stage.STOPPED);
            assertThat(other.world().requests())
                    .as("sent with a key that is none")
                    .isEmpty();
            other.vault().set(TelegramChannel.SECRET, TelegramWorld.TOKEN);
            odd.keyChanged();
            until("it to connect", () -> odd.state().stage() == Stage.CONNECTED);
            assertThat(odd.state().called()).isEqualTo("@" + Updates.USERNAME);
        }
    }

    @Test
    void saysThatAnotherTakesTheMessagesAndTriesOn() {
        open();
        world().refuse(
                        "getUpdates",
                        409,
                        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is"
                                + " running",
                        "");
        awaitStage(Stage.CONNECTING);
        assertThat(channel.state().why()).contains("Another program", "revoke");
        awaitStage(Stage.CONNECTED);
        world().refuse(
                        "getUpdates",
                        409,
                        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete"
                                + " the webhook first",
                        "");
        until("it to say so", () -> channel.state().why().contains("webhook"));
        awaitStage(Stage.CONNECTED);
        assertThat(messenger.rung()).containsExactly(Trouble.CONTESTED);
    }

    @Test
    void leavesTelegramAloneAsLongAsItAsks() {
        open();
        world().refuse("getUpdates", 429, "Too Many Requests: retry after 1", "{\"retry_after\":1}");
        awaitStage(Stage.CONNECTING);
        int before = world().requests().size();
        LockSupport.parkNanos(Duration.ofMillis(700).toNanos());
        assertThat(world().requests()).hasSize(before);
        awaitStage(Stage.CONNECTED);
    }

    @Test
    void goesOnAfterAnOutageAndLosesNothing() {
        open();
        world().breakNext("getUpdates", 502, "<html>502 Bad Gateway</html>");
        world().breakNext("getMe", 504, "");
        world().breakNext("getMe", 401, "<html>sign in to this hotel's network</html>");
        writes(1, "one");
        awaitTexts("one");
        assertThat(messenger.rung()).as("a hotel is not Telegram").isEmpty();
    }

    @Test
    void whatCannotBeReadIsPassedOverAndNothingElseIs() {
        CountDownLatch gate = new CountDownLatch(1);
        writes(1, "one");
        channel.open(message -> {
            taken.add(message);
            gate.await();
        });
        until("the first", () -> taken.size() == 1);
        // The name of the field stands in what a person wrote, too.
        String second = "{\"update_id\":810000002,\"message\":{\"text\":\"\\\"update_id\\\":9\",\"text\":\"twice\"}}";
        world().breakNext(
                        "getUpdates", 200, "{\"ok\":true,\"result\":[" + second + "," + update(810_000_003, 3) + "]}");
        world().breakNext("getUpdates", 200, "{\"ok\":true,\"result\":[" + second + "]}");
        writes(2, "poison");
        writes(3, "three");
        gate.countDown();
        awaitTexts("one", "three");
        until("all to be confirmed", world()::allReceived);
    }

    @Test
    void takesNumbersThatBeginAnewAndPassesOverNoneForBeingLow() {
        open();
        writes(1, "one");
        until("it to be confirmed", world()::allReceived);
        world().countFrom(5);
        writes(2, "two");
        writes(3, "three");
        awaitTexts("one", "two", "three");
        until("those to be confirmed", world()::allReceived);
    }

    @Test
    void keepsTheOrderAndDoublesNothingWhereUpdatesComeTwiceAndOutOfOrder() {
        open();
        JsonArray mixed = JsonArray.of(List.of(update(12, 2), update(11, 1), update(12, 2), update(13, 3)));
        String body = JsonObject.with("ok", true).with("result", mixed).build().toString();
        world().breakNext("getUpdates", 200, body);
        world().breakNext("getUpdates", 200, body);
        awaitTexts("message 1", "message 2", "message 3");
        until("it to ask again", () -> asked("getUpdates").size() > 4);
        assertThat(taken).hasSize(3);
    }

    private static JsonObject update(long number, long id) {
        return JsonObject.with("update_id", number)
                .with(
                        "message",
                        Updates.direct(ANNA, "Anna", id, "message " + id).build())
                .build();
    }

    @Test
    void saysTheTruthOfEachRefusal() throws Exception {
        open();
        world().refuse("sendMessage", 400, "Bad Request: chat not found", "");
        assertThat(send("a")).isInstanceOf(Outcome.Never.class);
        world().refuse(
                        "sendMessage",
                        400,
                        "Bad Request: group chat was upgraded to a supergroup chat",
                        "{\"migrate_to_chat_id\":-1001}");
        assertThat(send("b").toString()).contains("supergroup");
        world().refuse("sendMessage", 400, "Bad Request: message thread not found", "");
        assertThat(send("c").toString()).contains("thread");
        world().breakNext("sendMessage", 407, "a proxy");
        assertThat(send("d")).isInstanceOf(Outcome.Later.class);
        world().breakNext("sendMessage", 502, "<html>");
        assertThat(send("e")).isInstanceOf(Outcome.Unknown.class);
        world().breakNext("sendMessage", 429, "<html>");
        assertThat(send("f"))
                .isInstanceOfSatisfying(
                        Outcome.Later.class, later -> assertThat(later.pause()).isEqualTo(Duration.ofSeconds(3)));
        assertThat(world().sent()).isEmpty();
    }

    @Test
    void doubtsOnceInAnOutageAndThenSendsNothingUntilTelegramAnswers() throws Exception {
        open();
        world().swallow("sendMessage");
        assertThat(send("once")).isInstanceOf(Outcome.Unknown.class);
        for (int i = 0; i < 5; i++) {
            world().breakNext("getMe", 502, "");
            assertThat(send("once")).isInstanceOf(Outcome.Later.class);
        }
        assertThat(messenger.sentTo(ANNA)).containsExactly("once");
        assertThat(send("more")).isEqualTo(new Outcome.Sent());
    }

    @Test
    void writesToNobodyWhoKnowsAnotherBot() throws Exception {
        open();
        Address others = new Address("telegram", "99", Address.Kind.DIRECT, ANNA);
        assertThat(channel.send(others, Styled.plain("hello"))).isInstanceOf(Outcome.Never.class);
        assertThat(world().sent()).isEmpty();
    }

    /// The token stands before the path: what would lead elsewhere must not be asked for.
    @Test
    void followsNoPathButAPlainOne() throws Exception {
        open();
        List<String> paths =
                List.of("../getMe", "/x", "a/../../x", "http://evil.example/", "a?b", "a#b", "a b", "a%2e", "", "a\\b");
        for (String path : paths) {
            world().keep("f" + paths.indexOf(path), path, new byte[3]);
        }
        world().keep("good", "documents/file_1.pdf", new byte[3]);
        messenger.file(ANNA, 1, "", "a.pdf", new byte[3]);
        until("it", () -> !taken.isEmpty());

        for (int i = 0; i < paths.size(); i++) {
            assertThat(fetched("f" + i)).as(paths.get(i)).isInstanceOf(Fetched.Missing.class);
        }
        assertThat(world().requests()).noneMatch(request -> request.method().equals("file"));
        assertThat(fetched("good")).isInstanceOf(Fetched.Whole.class);
    }

    private Fetched fetched(String reference) throws InterruptedException {
        return channel.fetch(taken.getFirst(), new Incoming.Offered(reference, "x", 0), 100);
    }

    @Test
    void hasNobodysServersFetchWhatAnAnswerLinksTo() throws Exception {
        open();
        send("see https://example.org/?secret=1");
        JsonObject message = world().sent().getFirst();
        assertThat(message.object("link_preview_options").flag("is_disabled")).isTrue();
        assertThat(message.has("parse_mode")).isFalse();
    }

    @Test
    void saysStylesBesideTheTextInUtf16Units() throws Exception {
        open();
        Styled text = new Styled(
                "😀 *loud* code",
                List.of(new Styled.Span(3, 6, Styled.Style.BOLD), new Styled.Span(10, 4, Styled.Style.CODE)));
        Address anna = new Address("telegram", Long.toString(Updates.BOT), Address.Kind.DIRECT, ANNA);
        assertThat(channel.send(anna, text)).isEqualTo(new Outcome.Sent());
        JsonObject message = world().sent().getFirst();
        assertThat(message.text("text")).isEqualTo("😀 *loud* code");
        assertThat(message.list("entities").toString())
                .isEqualTo("[{\"type\":\"bold\",\"offset\":3,\"length\":6},"
                        + "{\"type\":\"code\",\"offset\":10,\"length\":4}]");
    }
}
