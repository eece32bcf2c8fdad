package moltbot.gateway.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.testslack.SlackEvents;
import moltbot.gateway.testslack.SlackWorld;
import moltbot.gateway.testslack.StandInSlack;
import moltbot.gateway.vault.Vault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Slack and its users do to a bot, and what becomes of it.
class SlackTroubleTest extends SlackTrouble {
    private static final String ANOTHER_BOT = "xoxb-9-another-token-of-the-same-bot";
    private static final String ANOTHER_APP = "xapp-9-another-token-of-the-same-app";

    @Test
    void acknowledgesWhatIsTakenAndNothingBeforeHoweverOftenItIsTold() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        channel.open(message -> {
            taken.add(message);
            gate.await();
        });
        awaitStage(Stage.CONNECTED);
        messenger.direct(ANNA, "Anna", 1, "one");
        until("it", () -> taken.size() == 1);
        world().tellAgain();
        world().tellAgain();
        messenger.direct(ANNA, "Anna", 2, "two");
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        assertThat(world().acknowledgements()).isEmpty();
        gate.countDown();
        until("it to say so", () -> world().acknowledgements().size() == 4);
        awaitTexts("one", "two");
    }

    @Test
    void acknowledgesAtOnceWhatIsOfNoInterest() {
        open();
        world().happen(JsonObject.with("type", "reaction_added").build());
        world().say("{\"envelope_id\":\"e1\",\"type\":\"slash_commands\",\"payload\":{\"command\":\"/x\"},"
                + "\"accepts_response_payload\":true}");
        world().say("{\"type\":\"from_the_future\"}");
        world().say("nonsense");
        until("them", () -> world().acknowledgements().size() == 2);
        assertThat(channel.state().stage()).isEqualTo(Stage.CONNECTED);
    }

    @Test
    void hearsAMentionOnceThoughSlackTellsOfItTwice() {
        open();
        JsonObject.Builder mention = SlackEvents.mention(GROUP, ANNA, 1, "one");
        world().writeNaming(mention);
        world().happen(mention.with("type", "message").build());
        messenger.inGroup(ANNA, GROUP, 2, true, "two");
        awaitTexts("one", "two");
    }

    @Test
    void opensTheNextConnectionBeforeTheOldOneGoes() {
        open();
        long since = channel.state().since();
        for (String reason : List.of("warning", "refresh_requested")) {
            world().announceEnd(reason);
            until("two", () -> world().connections() == 2);
            for (int i = 0; i < 6; i++) {
                messenger.direct(ANNA, "Anna", 10L * world().asked("apps.connections.open") + i, "on either");
            }
            until("all to be acknowledged", world()::allReceived);
            world().endOldest();
            until("one", () -> world().connections() == 1);
        }
        assertThat(taken).hasSize(12);
        assertThat(channel.state().since()).as("not a moment away").isEqualTo(since);
        assertThat(world().asked("apps.connections.open")).isEqualTo(3);
        assertThat(messenger.rung()).isEmpty();
    }

    @Test
    void leavesTheOldConnectionAfterAWhileIfSlackDoesNot() {
        open();
        world().announceEnd("refresh_requested");
        until("two", () -> world().connections() == 2);
        until("one", () -> world().connections() == 1);
        assertThat(channel.state().stage()).isEqualTo(Stage.CONNECTED);
    }

    @Test
    void tellsTheOwnerWhereAnotherProgramTakesMessages() {
        open();
        world().others(1);
        world().announceEnd("refresh_requested");
        until("it to say so", () -> channel.state().why().contains("Another program"));
        until("the owner to be told", () -> messenger.rung().equals(List.of(Trouble.CONTESTED)));
        assertThat(channel.state().stage()).isEqualTo(Stage.CONNECTED);
    }

    @Test
    void staysAwayWhereSocketModeIsOffUntilTheTokenIsGivenAgain() {
        open();
        world().announceEnd("link_disabled");
        awaitStage(Stage.STOPPED);
        assertThat(channel.state().why()).contains("Socket Mode is turned off");
        until("the owner to be told", () -> messenger.rung().equals(List.of(Trouble.FORBIDDEN)));
        int before = world().requests().size();
        LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        assertThat(world().requests()).as("asked while it is stopped").hasSize(before);
        channel.keyChanged();
        awaitStage(Stage.CONNECTED);
        assertThat(messenger.rung()).as("told once").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_auth", "token_revoked", "account_inactive", "not_allowed_token_type"})
    void aTokenThatIsRefusedStopsItOnceInWordsUntilThereIsAnother(String error) throws Exception {
        open();
        messenger.direct(ANNA, "Anna", 1, "one");
        awaitTexts("one");
        until("it to be kept", () -> kept().contains(SlackEvents.number(1)));
        world().refuse("apps.connections.open", error);
        world().hangUp();
        awaitStage(Stage.STOPPED);
        world().changeTokens(ANOTHER_BOT, ANOTHER_APP);
        assertThat(channel.state().why())
                .contains("revoked", "./moltbot secret set slack-bot-token", "slack-app-token");
        int before = world().requests().size();
        assertThat(send("hello")).isInstanceOf(Outcome.Later.class);
        LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        assertThat(world().requests()).as("asked while it is stopped").hasSize(before);
        until("the owner to be told", () -> messenger.rung().equals(List.of(Trouble.REVOKED)));

        messenger.direct(ANNA, "Anna", 2, "while you were away");
        messenger.vault().set(SlackChannel.BOT_SECRET, ANOTHER_BOT);
        messenger.vault().set(SlackChannel.APP_SECRET, ANOTHER_APP);
        channel.keyChanged();
        awaitStage(Stage.CONNECTED);
        awaitTexts("one", "while you were away");
        assertThat(send("back")).isEqualTo(new Outcome.Sent());
    }

    /// A connection knows nothing of the bot's token.
    @Test
    void noticesThatTheBotsTokenIsRevokedWhenItSaysSomethingOrIsConnectedAnew() throws Exception {
        open();
        messenger.direct(ANNA, "Anna", 1, "one");
        awaitTexts("one");
        world().changeTokens(ANOTHER_BOT, SlackWorld.APP_TOKEN);
        assertThat(send("hello").toString()).startsWith("Later").contains("revoked");
        awaitStage(Stage.STOPPED);
        until("the owner to be told", () -> messenger.rung().size() == 1);

        messenger.vault().set(SlackChannel.BOT_SECRET, ANOTHER_BOT);
        channel.keyChanged();
        awaitStage(Stage.CONNECTED);
        assertThat(send("back")).isEqualTo(new Outcome.Sent());
        world().changeTokens("xoxb-a-third", SlackWorld.APP_TOKEN);
        world().announceEnd("refresh_requested");
        awaitStage(Stage.STOPPED);
        until("the owner to be told again", () -> messenger.rung().size() == 2);
    }

    @Test
    void isConnectedAnewWithAnotherKey() throws Exception {
        open();
        messenger.direct(ANNA, "Anna", 1, "one");
        awaitTexts("one");
        world().changeTokens(ANOTHER_BOT, ANOTHER_APP);
        messenger.vault().set(SlackChannel.BOT_SECRET, ANOTHER_BOT);
        messenger.vault().set(SlackChannel.APP_SECRET, ANOTHER_APP);
        int before = opened();
        channel.keyChanged();
        until("another connection", () -> opened() > before);
        awaitStage(Stage.CONNECTED);
        assertThat(send("hello")).isEqualTo(new Outcome.Sent());
    }

    private int opened() {
        return (int) world().requests().stream()
                .filter(request -> request.toString().contains("apps.connections.open"))
                .count();
    }

    @Test
    void saysWhichTokenIsMissing() {
        Vault vault = Vault.open(folder.resolve("another"), Optional.empty());
        vault.set(SlackChannel.BOT_SECRET, SlackWorld.BOT_TOKEN);
        channel = messenger.channel(Duration.ofSeconds(2), vault);
        channel.open(this::take);
        awaitStage(Stage.UNLINKED);
        assertThat(channel.state().why()).contains("./moltbot secret set slack-app-token");
        vault.set(SlackChannel.APP_SECRET, SlackWorld.APP_TOKEN);
        channel.keyChanged();
        awaitStage(Stage.CONNECTED);
    }

    @Test
    void goesOnAfterEveryOtherEnd() {
        world().refuse(
                        "apps.connections.open",
                        429,
                        "{\"ok\":false,\"error\":\"ratelimited\"}",
                        Map.of("retry-after", "1"));
        world().refuse("auth.test", 502, "<html>", Map.of());
        world().refuse("auth.test", 200, "<html>sign in to this hotel's network</html>", Map.of());
        world().refuse("apps.connections.open", "internal_error");
        open();
        world().announceEnd("too_many_websockets");
        until("it to say so", () -> channel.state().why().contains("too many"));
        awaitStage(Stage.CONNECTED);
        world().hangUp();
        messenger.direct(ANNA, "Anna", 1, "one");
        awaitTexts("one");
        assertThat(messenger.rung()).isEmpty();
    }

    @Test
    void asksForWhatWasWrittenWhenSlackHasGivenUp() throws Exception {
        open();
        messenger.direct(ANNA, "Anna", 1, "one");
        messenger.inGroup(ANNA, GROUP, 2, true, "in the group");
        messenger.inThread(ANNA, GROUP, "77", 3, "in the thread");
        until("all", () -> taken.size() == 3);
        until("it to be kept", () -> kept().contains(SlackEvents.number(3)));
        channel.close();

        world().tellNothing(true);
        messenger.direct(ANNA, "Anna", 4, "two");
        for (int i = 0; i < 230; i++) {
            messenger.inGroup(ANNA, GROUP, 10 + i, false, "between them");
        }
        messenger.inGroup(ANNA, GROUP, 500, true, "and you?");
        messenger.inThread(ANNA, GROUP, "77", 501, "and here?");
        messenger.direct(ANNA, "Anna", 502, "three");
        world().tellNothing(false);
        taken.clear();
        channel = messenger.channel(Duration.ofSeconds(2));
        open();
        until("them", () -> taken.stream().filter(one -> !one.text().isBlank()).count() == 4);
        assertThat(taken.stream().map(Incoming::text).map(String::strip).filter(text -> !text.isEmpty()))
                .containsExactlyInAnyOrder("two", "three", "and you?", "and here?")
                .containsSubsequence("two", "three");
        messenger.direct(ANNA, "Anna", 600, "four");
        until("it", () -> taken.getLast().text().equals("four"));
    }

    /// Whoever writes what nobody can read must not keep the others away; nor a channel that the bot may not read.
    @Test
    void aPlaceThatCannotBeReadKeepsNoOtherAway() throws Exception {
        open();
        messenger.direct(ANNA, "Anna", 1, "one");
        messenger.direct(BERT, "Bert", 2, "uno");
        messenger.inGroup(ANNA, GROUP, 3, true, "in the group");
        until("all", () -> taken.size() == 3);
        until("it to be kept", () -> kept().contains(SlackEvents.number(3)));
        channel.close();

        world().tellNothing(true);
        messenger.direct(ANNA, "Anna", 4, "two");
        messenger.direct(BERT, "Bert", 5, "due");
        world().tellNothing(false);
        for (int i = 0; i < 8; i++) {
            world().refuse("conversations.history", 200, "{\"ok\":", Map.of());
        }
        taken.clear();
        channel = messenger.channel(Duration.ofSeconds(2));
        open();
        until("the one that can be read", () -> taken.size() == 1);
        messenger.direct(ANNA, "Anna", 6, "three");
        awaitTexts("due", "three");
    }

    @Test
    void keepsOfMessagesTheirNumbersAloneAndOfStrangersNothing() {
        channel.open(message -> {
            taken.add(message);
            if (message.who().id().equals(ANNA)) {
                channel.seen(message);
            }
        });
        awaitStage(Stage.CONNECTED);
        messenger.direct(BERT, "Bert", 1, "a stranger's words");
        messenger.direct(ANNA, "Anna", 2, "secret words");
        until("it to be kept", () -> kept().contains(SlackEvents.number(2)));
        assertThat(kept())
                .doesNotContain("secret", "Example", BERT, SlackEvents.number(1) + "\"")
                .doesNotContain("xoxb", "xapp");
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
    void goesToNoOtherServerWhateverItIsTold() throws Exception {
        SlackWorld others = new SlackWorld();
        try (StandInSlack elsewhere = StandInSlack.start(0, others)) {
            String socket = "ws://127.0.0.1:" + elsewhere.url().getPort() + "/link/?ticket=x";
            for (String url :
                    List.of("wss://wss-primary.slack.com.evil.example/", "file:///etc/passwd", "::", socket)) {
                world().refuse("apps.connections.open", 200, "{\"ok\":true,\"url\":\"" + url + "\"}", Map.of());
            }
            open();
            JsonObject file = world().files()
                    .keep("a.bin", new byte[] {1}, messenger.server().url());
            for (String url :
                    List.of(elsewhere.url() + "/files-pri/x", "https://files.slack.com.evil.example/x", "::")) {
                world().files()
                        .describe(file.toBuilder()
                                .with("url_private", url)
                                .with("url_private_download", url)
                                .build());
                assertThat(channel.fetch(fromAnna(), new Incoming.Offered(file.text("id"), "a", 1), 9))
                        .as(url)
                        .isInstanceOf(Fetched.Missing.class);
            }
            String place = elsewhere.url() + "/upload/v1/x";
            world().refuse(
                            "files.getUploadURLExternal",
                            200,
                            "{\"ok\":true,\"upload_url\":\"" + place + "\",\"file_id\":\"F1\"}",
                            Map.of());
            assertThat(channel.send(anna(), new moltbot.gateway.channel.OutgoingFile("a", new byte[] {1})))
                    .isInstanceOf(Outcome.Later.class);
            assertThat(others.requests()).as("who was told anything").isEmpty();
        }
        assertThat(SlackChannel.origins(URI.create("https://slack.com")).toString())
                .isEqualTo("[https://slack.com:443, https://*.slack.com:443]");
    }

    private static Incoming fromAnna() {
        return new Incoming("slack-1", anna(), anna(), "", false, false, "");
    }

    @Test
    void takesNoPageForAFileAndFetchesNothingThatSlackDoesNotKeep() throws Exception {
        open();
        JsonObject file = world().files()
                .keep("a.bin", new byte[] {1, 2}, messenger.server().url());
        world().write(SlackEvents.direct(ANNA, 1, "")
                .with("subtype", "file_share")
                .with(
                        "files",
                        JsonArray.of(List.of(file.toBuilder()
                                .with("mode", "external")
                                .with("is_external", true)
                                .build())))
                .build());
        awaitTexts("(An attachment that cannot be looked at here.)");
        assertThat(taken.getLast().files()).isEmpty();

        // Slack wants a person to sign in.
        world().changeTokens(ANOTHER_BOT, SlackWorld.APP_TOKEN);
        world().forgive("files.info");
        assertThat(channel.fetch(fromAnna(), new Incoming.Offered(file.text("id"), "a.bin", 2), 99)
                        .toString())
                .contains("could not give it");
    }

    @Test
    void isNotToldOfWhatIsForAnotherBot() {
        open();
        JsonObject theirs =
                JsonObject.with("team_id", "T0OTHER").with("user_id", "U0OTHER").build();
        world().tell(JsonObject.with(
                        "event", SlackEvents.direct(ANNA, 1, "for another").build())
                .with("authorizations", JsonArray.of(List.of(theirs)))
                .build());
        messenger.direct(ANNA, "Anna", 2, "for this one");
        awaitTexts("for this one");
        assertThat(taken.getFirst().place().kind()).isEqualTo(Address.Kind.DIRECT);
    }
}
