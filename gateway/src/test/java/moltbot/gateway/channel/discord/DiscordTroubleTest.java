package moltbot.gateway.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.testdiscord.DiscordWorld;
import moltbot.gateway.testdiscord.Events;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Discord and its users do to a bot, and what becomes of it.
class DiscordTroubleTest {
    private static final String ANNA = DiscordMessenger.ANNA;
    private static final String ANOTHER = "NDcxMQ.AnothR.another-token-of-the-same-bot-0123456789";

    @TempDir
    Path folder;

    private final List<Incoming> taken = new CopyOnWriteArrayList<>();
    private DiscordMessenger messenger;
    private DiscordChannel channel;

    @BeforeEach
    void start() throws Exception {
        messenger = new DiscordMessenger(folder);
        messenger.start();
        channel = messenger.channel(Duration.ofSeconds(2));
    }

    @AfterEach
    void stop() throws Exception {
        channel.close();
        messenger.close();
    }

    private DiscordWorld world() {
        return messenger.world();
    }

    /// As the house does with those who are let in.
    private void take(Incoming message) {
        taken.add(message);
        channel.seen(message);
    }

    private void open() {
        channel.open(this::take);
        awaitStage(Stage.CONNECTED);
    }

    private void awaitStage(Stage stage) {
        until("it to be " + stage, () -> channel.state().stage() == stage);
    }

    private static void until(String what, BooleanSupplier condition) {
        ChannelWait.until(what, condition);
    }

    private void awaitTexts(String... texts) {
        until("the messages " + List.of(texts), () -> taken.size() >= texts.length);
        assertThat(taken.stream().map(Incoming::text)).containsExactly(texts);
    }

    private static Address anna() {
        return new Address("discord", Events.BOT, Address.Kind.DIRECT, ANNA);
    }

    private Outcome send(String text) throws InterruptedException {
        return channel.send(anna(), Styled.plain(text));
    }

    private List<JsonObject> said(int op) {
        return world().said().stream()
                .filter(frame -> frame.integer("op") == op)
                .toList();
    }

    private JsonObject lastSent() {
        return world().sent().getLast().request();
    }

    @Test
    void asksForMessagesAndForNoPrivilege() {
        open();
        JsonObject identify = said(2).getFirst().object("d");
        assertThat(identify.integer("intents")).isEqualTo(1 << 9 | 1 << 12);
        assertThat(identify.text("token")).isEqualTo(DiscordWorld.TOKEN);
    }

    @Test
    void saysHowFarItIsWhenItIsThatFarAndComesBackToThere() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        channel.open(message -> {
            taken.add(message);
            gate.await();
        });
        awaitStage(Stage.CONNECTED);
        messenger.direct(ANNA, "Anna", 1, "one");
        until("it", () -> taken.size() == 1);
        int before = said(1).size();
        until("it to say that it is there", () -> said(1).size() > before + 2);
        assertThat(said(1).getLast().number("d")).as("what it has not taken").isEqualTo(1);
        gate.countDown();
        until("it to say so", world()::allReceived);

        messenger.server().hangUp(0);
        until("it to come back", () -> !said(6).isEmpty());
        assertThat(said(6).getFirst().object("d").number("seq")).isEqualTo(2);
        assertThat(said(2)).hasSize(1);
        assertThat(taken).hasSize(1);
    }

    @Test
    void asksForWhatWasWrittenMeanwhileWhereTheSessionIsGone() throws Exception {
        open();
        messenger.direct(ANNA, "Anna", 1, "one");
        messenger.inGroup(ANNA, DiscordMessenger.GROUP, 2, true, "in the group");
        until("both", () -> taken.size() == 2);
        until("it to be kept", world()::allReceived);
        channel.close();

        world().forgetSessions();
        messenger.direct(ANNA, "Anna", 3, "two");
        for (int i = 0; i < 230; i++) {
            messenger.inGroup(ANNA, DiscordMessenger.GROUP, 10 + i, false, "between them");
        }
        messenger.inGroup(ANNA, DiscordMessenger.GROUP, 500, true, "and you?");
        messenger.direct(ANNA, "Anna", 501, "three");
        taken.clear();
        channel = messenger.channel(Duration.ofSeconds(2));
        open();
        until("them", () -> taken.stream().anyMatch(one -> one.text().equals("three")));
        assertThat(taken.stream().filter(one -> one.mentioned() || one.place().kind() == Address.Kind.DIRECT))
                .extracting(Incoming::text)
                .extracting(String::strip)
                .containsExactly("two", "and you?", "three");
    }

    @Test
    void keepsOfMessagesTheirNumbersAloneAndOfStrangersNothing() throws Exception {
        channel.open(message -> {
            taken.add(message);
            if (message.who().id().equals(ANNA)) {
                channel.seen(message);
            }
        });
        awaitStage(Stage.CONNECTED);
        messenger.direct(DiscordMessenger.BERT, "Bert", 1, "a stranger's words");
        messenger.direct(ANNA, "Anna", 2, "secret words");
        until("both", () -> taken.size() == 2);
        until("it to be kept", () -> kept().contains(DiscordMessenger.id(2)));
        assertThat(kept())
                .doesNotContain("secret", "Anna", DiscordMessenger.BERT, DiscordMessenger.id(1))
                .doesNotContain(DiscordWorld.TOKEN);
    }

    private String kept() {
        try {
            return Files.readString(messenger.file());
        } catch (java.io.IOException e) {
            return "";
        }
    }

    @Test
    void aFileThatCannotBeReadIsNoReasonToStayAway() throws Exception {
        Files.writeString(messenger.file(), "{\"bot\":");
        channel = messenger.channel(Duration.ofSeconds(2));
        open();
        messenger.direct(ANNA, "Anna", 1, "one");
        awaitTexts("one");
    }

    @Test
    void leavesAConnectionThatTakesAndDoesNotAnswer() {
        open();
        world().freeze(true);
        until("it to leave", () -> channel.state().stage() == Stage.CONNECTING);
        assertThat(channel.state().why()).contains("silent");
        world().freeze(false);
        messenger.direct(ANNA, "Anna", 1, "one");
        awaitTexts("one");
        assertThat(said(2)).as("sessions begun").hasSize(1);
    }

    @Test
    void comesBackWhenItIsAskedTo() {
        open();
        messenger.server().say("{\"t\":null,\"s\":null,\"op\":7,\"d\":null}");
        until("it to come back", () -> said(6).size() == 1);
        awaitStage(Stage.CONNECTED);
        messenger.server().say("{\"t\":null,\"s\":null,\"op\":9,\"d\":true}");
        until("it to come back", () -> said(6).size() == 2);
        awaitStage(Stage.CONNECTED);
        messenger.server().say("{\"t\":null,\"s\":null,\"op\":9,\"d\":false}");
        until("it to begin anew", () -> said(2).size() == 2);
        awaitStage(Stage.CONNECTED);
        int before = said(1).size();
        messenger.server().say("{\"t\":null,\"s\":null,\"op\":1,\"d\":null}");
        until("it to say that it is there", () -> said(1).size() > before);
    }

    @ParameterizedTest
    @ValueSource(ints = {4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009, 1000, 1001, 1011})
    void goesOnAfterEveryOtherEnd(int code) {
        open();
        messenger.server().hangUp(code);
        until("it to come back", () -> said(2).size() + said(6).size() == 2);
        awaitStage(Stage.CONNECTED);
        messenger.direct(ANNA, "Anna", 1, "one");
        awaitTexts("one");
        assertThat(said(2)).as("sessions begun").hasSize(code == 4007 || code == 4009 ? 2 : 1);
        assertThat(messenger.rung()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "4004,Reset Token",
        "4010,more servers",
        "4011,more servers",
        "4012,Update the",
        "4013,Update the",
        "4014,Message Content Intent"
    })
    void staysAwayWhereOnlyTheOwnerCanHelpAndSaysHow(int code, String words) {
        world().sendAway(code);
        channel.open(this::take);
        awaitStage(Stage.STOPPED);
        assertThat(channel.state().why()).contains(words);
        int before = said(2).size();
        LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        assertThat(said(2)).as("tried while it is stopped").hasSize(before);
        world().sendAway(0);
        channel.keyChanged();
        awaitStage(Stage.CONNECTED);
        assertThat(messenger.rung()).hasSize(code == 4004 ? 1 : 0);
    }

    @Test
    void aTokenThatWasResetStopsItOnceInWordsUntilThereIsAnother() throws Exception {
        open();
        messenger.direct(ANNA, "Anna", 1, "one");
        awaitTexts("one");
        until("it to be kept", () -> kept().contains(DiscordMessenger.id(1)));
        world().changeToken(ANOTHER);
        messenger.server().hangUp(4004);
        awaitStage(Stage.STOPPED);
        assertThat(channel.state().why()).contains("reset", "./moltbot secret set discord-bot-token");
        int before = world().requests().size();
        assertThat(send("hello")).isInstanceOf(Outcome.Later.class);
        assertThat(world().requests()).as("asked while it is stopped").hasSize(before);
        assertThat(messenger.rung()).containsExactly(Trouble.REVOKED);

        messenger.direct(ANNA, "Anna", 2, "while you were away");
        messenger.vault().set(DiscordChannel.SECRET, ANOTHER);
        channel.keyChanged();
        awaitStage(Stage.CONNECTED);
        awaitTexts("one", "while you were away");
        assertThat(send("back")).isEqualTo(new Outcome.Sent());
    }

    @Test
    void aPageOfAHotelIsNotDiscord() {
        world().refuse("GET users/@me", 401, "<html>sign in to this hotel's network</html>");
        world().refuse("GET bot", 502, "<html>");
        open();
        messenger.direct(ANNA, "Anna", 1, "one");
        awaitTexts("one");
        assertThat(messenger.rung()).isEmpty();
    }

    @Test
    void beginsNoSessionMoreThanDiscordAllows() {
        world().startsLeft(0);
        channel.open(this::take);
        until("it to say so", () -> channel.state().why().contains("too often"));
        assertThat(said(2)).isEmpty();
    }

    @Test
    void goesToNoOtherServerWhateverItIsTold() throws Exception {
        world().refuse(
                        "GET bot",
                        200,
                        "{\"url\":\"wss://gateway.discord.gg.evil.example\",\"session_start_limit\":{\"remaining\":5}}");
        world().refuse("GET bot", 200, "{\"url\":\"file:///etc/passwd\"}");
        world().refuse("GET bot", 200, "{\"url\":\"ws://127.0.0.1:1\"}");
        open();
        assertThat(said(2)).hasSize(1);
        assertThat(DiscordChannel.origins(java.net.URI.create("https://discord.com"))
                        .toString())
                .isEqualTo("[https://discord.com:443, https://*.discord.gg:443]");
    }

    @Test
    void callsNobodyAndHasNobodysServersFetchWhatAnAnswerLinksTo() throws Exception {
        open();
        send("@everyone <@1002> <@&5> see https://example.org/?secret=1");
        assertThat(lastSent().object("allowed_mentions").toString()).isEqualTo("{\"parse\":[],\"replied_user\":false}");
        assertThat(lastSent().integer("flags") & 4).isEqualTo(4);
        assertThat(lastSent().text("content"))
                .isEqualTo("\\@everyone \\<\\@1002> \\<\\@&5> see <https://example.org/?secret=1>");
    }

    @Test
    void theSameMessageIsMadeOnceHoweverOftenItIsSent() throws Exception {
        open();
        world().swallow("POST messages");
        assertThat(channel.send(anna(), Styled.plain("once"), "letter-7-0")).isInstanceOf(Outcome.Unknown.class);
        channel.close();
        channel = messenger.channel(Duration.ofSeconds(2));
        open();
        assertThat(channel.send(anna(), Styled.plain("once"), "letter-7-0")).isEqualTo(new Outcome.Sent());
        assertThat(channel.send(anna(), Styled.plain("once"), "letter-8-0")).isEqualTo(new Outcome.Sent());
        assertThat(messenger.sentTo(ANNA)).containsExactly("once", "once");
        assertThat(lastSent().text("nonce")).hasSize(25);
    }

    @Test
    void doubtsOnceInAnOutageAndThenSendsNothingUntilDiscordAnswers() throws Exception {
        open();
        world().swallow("POST messages");
        assertThat(send("once")).isInstanceOf(Outcome.Unknown.class);
        for (int i = 0; i < 5; i++) {
            world().refuse("GET users/@me", 502, "");
            assertThat(send("once")).isInstanceOf(Outcome.Later.class);
        }
        assertThat(messenger.sentTo(ANNA)).containsExactly("once");
        assertThat(send("more")).isEqualTo(new Outcome.Sent());
    }

    @Test
    void leavesARouteAloneAsLongAsDiscordAsksAndTheOthersNot() throws Exception {
        open();
        world().tell("POST messages", Map.of("x-ratelimit-remaining", "0", "x-ratelimit-reset-after", "60.5"));
        assertThat(send("one")).isEqualTo(new Outcome.Sent());
        int before = world().requests().size();
        assertThat(send("two"))
                .isInstanceOfSatisfying(
                        Outcome.Later.class,
                        later -> assertThat(later.pause()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(61)));
        assertThat(world().requests()).as("asked all the same").hasSize(before);
        Address group = new Address("discord", Events.BOT, Address.Kind.GROUP, DiscordMessenger.GROUP);
        assertThat(channel.send(group, Styled.plain("three"))).isEqualTo(new Outcome.Sent());
        world().refuse("POST messages", 429, "{\"message\":\"x\",\"retry_after\":64.57,\"global\":true}");
        assertThat(channel.send(group, Styled.plain("four"))).isInstanceOf(Outcome.Later.class);
        Address bert = new Address("discord", Events.BOT, Address.Kind.DIRECT, DiscordMessenger.BERT);
        assertThat(channel.send(bert, Styled.plain("five"))).isInstanceOf(Outcome.Later.class);
    }

    @Test
    void saysTheTruthOfEachRefusal() throws Exception {
        open();
        world().refuse("POST messages", 403, "{\"message\":\"Missing Access\",\"code\":50001}");
        assertThat(send("a").toString()).startsWith("Never").contains("may not write");
        world().refuse("POST messages", 400, "{\"message\":\"Thread is archived\",\"code\":50083}");
        assertThat(send("b").toString()).startsWith("Never").contains("closed");
        world().refuse("POST messages", 407, "a proxy");
        assertThat(send("c")).isInstanceOf(Outcome.Later.class);
        assertThat(world().sent()).isEmpty();
        world().refuse("POST messages", 502, "<html>");
        assertThat(send("d")).isInstanceOf(Outcome.Unknown.class);
        world().refuse("POST channels", 403, "{\"message\":\"Cannot\",\"code\":50007}");
        assertThat(channel.send(new Address("discord", Events.BOT, Address.Kind.DIRECT, "5"), Styled.plain("e")))
                .isInstanceOf(Outcome.Never.class);
    }

    @Test
    void noNumberOfAThreadLeadsOutOfItsGroup() throws Exception {
        open();
        world().channel("900999", "somewhere-else");
        world().thread("900998", "900999", "elsewhere");
        Address group = new Address("discord", Events.BOT, Address.Kind.GROUP, DiscordMessenger.GROUP);
        for (String other : List.of("900999", "900998", DiscordWorld.talk(ANNA), "424242")) {
            Address thread = Address.thread(group, Snowflake.shorter(other));
            assertThat(channel.send(thread, Styled.plain("hello"))).as(other).isInstanceOf(Outcome.Never.class);
        }
        assertThat(world().sent()).isEmpty();
    }

    @Test
    void writesToNobodyWhoKnowsAnotherBot() throws Exception {
        open();
        Address others = new Address("discord", "99", Address.Kind.DIRECT, ANNA);
        assertThat(channel.send(others, Styled.plain("hello"))).isInstanceOf(Outcome.Never.class);
        assertThat(world().sent()).isEmpty();
    }

    @Test
    void answersToTheOneWhoAskedAndToNobodyWhereSeveralDid() throws Exception {
        open();
        Address group = new Address("discord", Events.BOT, Address.Kind.GROUP, DiscordMessenger.GROUP);
        messenger.inGroup(ANNA, DiscordMessenger.GROUP, 1, true, "one");
        until("it", () -> taken.size() == 1);
        channel.send(group, Styled.plain("answer"));
        assertThat(lastSent().object("message_reference").text("message_id")).isEqualTo(DiscordMessenger.id(1));
        channel.send(group, Styled.plain("more"));
        assertThat(lastSent().has("message_reference")).isFalse();
        messenger.inGroup(ANNA, DiscordMessenger.GROUP, 2, true, "two");
        messenger.inGroup(DiscordMessenger.BERT, DiscordMessenger.GROUP, 3, true, "three");
        until("both", () -> taken.size() == 3);
        channel.send(group, Styled.plain("whose?"));
        assertThat(lastSent().has("message_reference")).isFalse();
    }

    @Test
    void waitsWithAMessageWhereDiscordDoesNotSayWhereItIsFrom() {
        open();
        world().refuse("GET " + DiscordMessenger.GROUP, 500, "");
        messenger.inGroup(ANNA, DiscordMessenger.GROUP, 1, true, "one");
        awaitTexts(" one".strip());
    }
}
