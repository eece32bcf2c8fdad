package moltbot.gateway.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.testdiscord.DiscordWorld;
import moltbot.gateway.testdiscord.StandInDiscord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Discord and its users do to a bot, and what becomes of it.
class DiscordTroubleTest extends DiscordTrouble {
    private static final String ANOTHER = "NDcxMQ.AnothR.another-token-of-the-same-bot-0123456789";

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
        until(
                "them",
                () -> taken.stream().anyMatch(one -> one.text().equals("three"))
                        && taken.stream().anyMatch(one -> one.text().contains("and you?")));
        assertThat(taken.stream().filter(one -> one.mentioned() || one.place().kind() == Address.Kind.DIRECT))
                .extracting(Incoming::text)
                .extracting(String::strip)
                .containsExactlyInAnyOrder("two", "and you?", "three")
                .containsSubsequence("two", "three");
    }

    /// Whoever writes much, or what nobody can read, must not keep the others away.
    @Test
    void aPageThatCannotBeReadKeepsNoOtherAway() throws Exception {
        open();
        messenger.direct(ANNA, "Anna", 1, "one");
        messenger.direct(DiscordMessenger.BERT, "Bert", 2, "uno");
        until("both", () -> taken.size() == 2);
        until("it to be kept", world()::allReceived);
        channel.close();

        world().forgetSessions();
        messenger.direct(ANNA, "Anna", 3, "two");
        messenger.direct(DiscordMessenger.BERT, "Bert", 4, "due");
        for (int i = 0; i < 1_000; i++) {
            world().refuse("GET " + DiscordWorld.talk(ANNA) + "/messages", 200, "[{\"id\":");
        }
        taken.clear();
        channel = messenger.channel(Duration.ofSeconds(2));
        open();
        until("the one that can be read", () -> taken.size() == 1);
        assertThat(taken.getFirst().text()).isEqualTo("due");
        messenger.direct(ANNA, "Anna", 5, "three");
        messenger.direct(DiscordMessenger.BERT, "Bert", 6, "tre");
        until("what is said then", () -> taken.size() == 3);
        assertThat(taken).extracting(Incoming::text).containsExactly("due", "three", "tre");
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
        "4014,Update the"
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
        assertThat(messenger.rung()).containsExactly(code == 4004 ? Trouble.REVOKED : Trouble.FORBIDDEN);
    }

    @Test
    void aTokenThatWasResetStopsItOnceInWordsUntilThereIsAnother() throws Exception {
        open();
        messenger.direct(ANNA, "Anna", 1, "one");
        awaitTexts("one");
        until("it to be kept", () -> kept().contains(DiscordMessenger.id(1)));
        until(
                "the list of commands, which is told beside it",
                () -> world().requests().stream()
                        .anyMatch(request -> request.method().equals("PUT")));
        world().changeToken(ANOTHER);
        messenger.server().hangUp(4004);
        awaitStage(Stage.STOPPED);
        assertThat(channel.state().why()).contains("reset", "./moltbot secret set discord-bot-token");
        int before = world().requests().size();
        assertThat(send("hello")).isInstanceOf(Outcome.Later.class);
        assertThat(world().requests()).as("asked while it is stopped").hasSize(before);
        until("the owner to be told", () -> !messenger.rung().isEmpty());
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
        DiscordWorld others = new DiscordWorld();
        try (StandInDiscord elsewhere = StandInDiscord.start(0, others)) {
            String url = "ws://127.0.0.1:" + elsewhere.url().getPort();
            world().refuse("GET bot", 200, "{\"url\":\"" + url + "\",\"session_start_limit\":{\"remaining\":5}}");
            open();
            assertThat(said(2)).hasSize(1);
            assertThat(others.said()).as("who was told the token").isEmpty();
        }
        assertThat(DiscordChannel.origins(URI.create("https://discord.com")).toString())
                .isEqualTo("[https://discord.com:443, https://*.discord.gg:443, https://cdn.discordapp.com:443,"
                        + " https://media.discordapp.net:443]");
    }

    /// The addresses of files come with messages; no token goes to them, and they lead to Discord's servers alone.
    @Test
    void fetchesFilesFromWhereDiscordKeepsThemWithoutTheTokenAndFromNowhereElse() throws Exception {
        open();
        DiscordWorld others = new DiscordWorld();
        try (StandInDiscord elsewhere = StandInDiscord.start(0, others)) {
            String there =
                    others.files().keep("a", new byte[] {1}, elsewhere.url()).text("url");
            for (String url : List.of(there, "https://cdn.discordapp.com.evil.example/a", "file:///etc/passwd", "::")) {
                assertThat(channel.fetch(fromAnna(), new Incoming.Offered(url, "a", 1), 9))
                        .as(url)
                        .isInstanceOf(Fetched.Missing.class);
            }
            assertThat(others.files().asked()).as("who was asked").isEmpty();
        }
        String here = world().files()
                .keep("a", new byte[] {1}, messenger.server().url())
                .text("url");
        assertThat(channel.fetch(fromAnna(), new Incoming.Offered(here, "a", 1), 9))
                .isInstanceOf(Fetched.Whole.class);
        assertThat(world().files().asked()).containsExactly("");
    }

    private static Incoming fromAnna() {
        return new Incoming("discord-1", anna(), anna(), "", false, false, "");
    }

    @Test
    void waitsWithAMessageWhereDiscordDoesNotSayWhereItIsFrom() {
        open();
        world().refuse("GET " + DiscordMessenger.GROUP, 500, "");
        messenger.inGroup(ANNA, DiscordMessenger.GROUP, 1, true, "one");
        awaitTexts(" one".strip());
    }
}
