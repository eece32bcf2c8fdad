package moltbot.systemtest.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.testsignal.Envelopes;
import moltbot.gateway.testsignal.Results;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People write through Signal to a real house whose signal-cli is a stand-in.
class SignalHouseTest {
    private static final String ANNA = "11111111-1111-4111-8111-111111111111";
    private static final String BERT = "22222222-2222-4222-8222-222222222222";
    private static final String NUMBER = "05642 13579 24680 11111 22222 33333 44444 55555 66666 77777 88888 99999";
    private static final String OWNER = "33333333-3333-4333-8333-333333333333";
    private static final String GROUP = "R3JvdXA=";
    private static final Pattern CODE = Pattern.compile("[A-Z2-9]{8}$");

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    private Reply answer(Asked question) {
        asked.add(question.json().toString());
        return AnthropicWire.reply(Answer.text("Heard: " + lastText(question.json())));
    }

    private static String lastText(JsonObject request) {
        JsonObject message = request.list("messages").objects().getLast();
        String text = message.find("content").orElseThrow() instanceof JsonArray parts
                ? parts.objects().getLast().textOr("text", "")
                : message.text("content");
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    @Test
    void answersThoseTheOwnerLetInEachInTheirOwnConversationAndNobodyElse() throws Exception {
        try (ModelServer model = ModelServer.start(0, this::answer);
                SignalHouse signal = SignalHouse.up(folder, model, "")) {
            signal.writes(ANNA, 1, "a secret of Anna's that nobody asked for");
            String answer = signal.got(ANNA, 1).getFirst();
            Matcher code = CODE.matcher(answer);
            assertThat(code.find()).as(answer).isTrue();
            TestHouse.Ran list = signal.house().run("pairing", "list");
            assertThat(list.out()).contains(code.group(), ANNA, "“Anna”");
            assertThat(asked).as("the model").isEmpty();
            assertThat(signal.world().receipts())
                    .as("what a stranger sees of it")
                    .isEmpty();

            TestHouse.Ran approved = signal.house().run("pairing", "approve", code.group());
            assertThat(approved.exit()).isZero();
            signal.writes(ANNA, 2, "the blue horse");
            assertThat(signal.got(ANNA, 2).getLast()).isEqualTo("Heard: the blue horse");
            assertThat(signal.world().receipts().getFirst().list("recipient").texts())
                    .as("who sees that it was read")
                    .containsExactly(ANNA);
            signal.letIn(BERT, false);
            signal.writes(BERT, 3, "what did the other one say?");
            assertThat(signal.got(BERT, 2).getLast()).isEqualTo("Heard: what did the other one say?");

            signal.writes(BERT, 4, "**blue** `mv a b`");
            assertThat(signal.got(BERT, 3).getLast()).isEqualTo("Heard: blue mv a b");
            assertThat(signal.world().sent().getLast().list("textStyle").texts())
                    .containsExactly("7:4:BOLD", "12:6:MONOSPACE");

            assertThat(asked.getLast()).doesNotContain("blue horse");
            assertThat(String.join("", asked)).doesNotContain("a secret of Anna's");
            assertThat(asked.getFirst()).contains("not your owner");
            assertThat(signal.house().run("status").out())
                    .contains("Channel   signal connected as +4915112345678")
                    .containsPattern("signal +running");
            assertThat(Files.getPosixFilePermissions(signal.house().data().resolve("signal")))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(signal.house().run("outbox").out()).contains("Sent so far: 3. Nothing waits.");
        }
    }

    @Test
    void aGroupIsHeardWhenItIsLetInAndTheAssistantMentioned() throws Exception {
        try (ModelServer model = ModelServer.start(0, this::answer);
                SignalHouse signal = SignalHouse.up(folder, model, "")) {
            signal.world().deliver(1, Envelopes.inGroup(ANNA, "Anna", 1, GROUP, true, "anybody there?"));
            Await.until(
                    "the group to wait",
                    SignalHouse.PATIENCE,
                    () -> !waiting(signal).isEmpty());
            JsonObject knock = waiting(signal).getFirst();
            assertThat(knock.text("name")).startsWith("Family");
            signal.ask(
                    "pairing.approve",
                    JsonObject.with("code", knock.text("code")).build());
            signal.world().deliver(2, Envelopes.inGroup(ANNA, "Anna", 2, GROUP, false, "between us"));
            signal.world().deliver(3, Envelopes.inGroup(ANNA, "Anna", 3, GROUP, true, "and for you"));

            assertThat(signal.got(GROUP, 1)).containsExactly("Heard: and for you");
            assertThat(String.join("", asked)).doesNotContain("between us");
            assertThat(signal.world().sentTo(ANNA))
                    .as("what strangers are told in a group")
                    .isEmpty();
        }
    }

    @Test
    void theOwnersWordsAreTheOwnersAndTheirConversationIsInThePanel() throws Exception {
        try (ModelServer model = ModelServer.start(0, this::answer);
                SignalHouse signal = SignalHouse.up(folder, model, "")) {
            signal.letIn(OWNER, true);
            signal.writes(OWNER, 5, "it is me");
            assertThat(signal.got(OWNER, 2).getLast()).isEqualTo("Heard: it is me");

            assertThat(asked.getFirst()).doesNotContain("not your owner");
            assertThat(signal.ask("chat.sessions", JsonObject.EMPTY).toString()).contains("it is me");
        }
    }

    private static List<JsonObject> waiting(SignalHouse signal) {
        return signal.ask("pairing.list", JsonObject.EMPTY).list("waiting").objects();
    }

    private static String told(SignalHouse signal) throws Exception {
        return signal.house().run("chat", "--session", "channels", "--read").out();
    }

    private static void awaitTold(SignalHouse signal, String words) {
        Await.until(
                "the owner to be told", SignalHouse.PATIENCE, () -> told(signal).contains(words));
    }

    /// Through the whole house: what comes next is answered by a model that is not shown it.
    @Test
    void whatIsTakenBackIsShownToNoModel() throws Exception {
        try (ModelServer model = ModelServer.start(0, question -> {
                    asked.add(question.json().toString());
                    return AnthropicWire.reply(Answer.text("I heard that."));
                });
                SignalHouse signal = SignalHouse.up(folder, model, "")) {
            signal.letIn(ANNA, false);
            signal.letIn(OWNER, true);
            long time = 10;
            for (String person : List.of(ANNA, OWNER)) {
                signal.writes(person, time, "my pin is 4711");
                signal.got(person, 2);
                assertThat(asked.getLast()).contains("my pin is 4711");
                signal.world().deliver(time + 1, Envelopes.deleted(person, time + 1, time));
                signal.writes(person, time + 2, "hello");
                time += 10;
                signal.got(person, 3);
                assertThat(asked.getLast())
                        .contains("took it back", "I heard that.", "hello")
                        .doesNotContain("4711");
            }
        }
    }

    @Test
    void theOwnerComparesAChangedSafetyNumberAndWhatWaitedIsSent() throws Exception {
        try (ModelServer model = ModelServer.start(0, _ -> AnthropicWire.reply(Answer.text("Heard.")));
                SignalHouse signal = SignalHouse.up(folder, model, "")) {
            signal.letIn(ANNA, false);
            signal.writes(ANNA, 1, "hello");
            assertThat(signal.got(ANNA, 2).getLast()).isEqualTo("Heard.");
            signal.world().safetyNumbers().change(ANNA, NUMBER);
            signal.writes(ANNA, 2, "a new phone");
            awaitTold(signal, "another safety number");
            assertThat(signal.house().run("status").out()).contains("connected as", "./moltbot signal trust");
            assertThat(signal.house().run("signal", "trust").out())
                    .contains(ANNA, "“Anna”", "not trusted", NUMBER.substring(0, 29));

            TestHouse.Ran wrong = signal.house().run("signal", "trust", ANNA, "1".repeat(60));
            assertThat(wrong.exit()).isNotZero();
            assertThat(wrong.err()).contains("not their safety number", "Nothing was changed");
            assertThat(signal.world().sentTo(ANNA)).hasSize(2);

            TestHouse.Ran right = signal.house().run("signal", "trust", ANNA, NUMBER);
            assertThat(right.exit()).as(right.err()).isZero();
            assertThat(signal.got(ANNA, 3).getLast()).isEqualTo("Heard.");
            assertThat(signal.house().run("signal", "trust").out()).contains("Nobody's safety number waits");
        }
    }

    @Test
    void theOwnerProvesThatAPersonSends() throws Exception {
        try (ModelServer model = ModelServer.start(0, _ -> AnthropicWire.reply(Answer.text("Heard.")));
                SignalHouse signal = SignalHouse.up(folder, model, "")) {
            signal.letIn(ANNA, false);
            assertThat(signal.house().run("signal", "challenge").out()).contains("wants no proof now");
            signal.world().wantsCaptcha("a-token", "signalcaptcha://solved");
            signal.world()
                    .fault(Results.fault(
                            -5,
                            "Failed to send message due to rate limiting",
                            Results.limited(ANNA, "a-token", 86_400)));
            signal.writes(ANNA, 1, "hello");
            awaitTold(signal, "send nothing for a while");
            assertThat(signal.house().run("status").out()).contains("./moltbot signal challenge");
            assertThat(signal.house().run("signal", "challenge").out()).contains("signalcaptchas.org");
            TestHouse.Ran wrong = signal.house().run("signal", "challenge", "signalcaptcha://wrong");
            assertThat(wrong.exit()).isNotZero();
            assertThat(wrong.err()).contains("Solve another");
            TestHouse.Ran right = signal.house().run("signal", "challenge", "signalcaptcha://solved");
            assertThat(right.exit()).as(right.err()).isZero();
            signal.letIn(BERT, false);
            assertThat(signal.house().run("status").out()).doesNotContain("./moltbot signal challenge");
        }
    }

    @Test
    void anAccountThatWasTakenOffThePhoneIsMissedAndLinkedAgain() throws Exception {
        try (ModelServer model = ModelServer.start(0, _ -> AnthropicWire.reply(Answer.text("Heard.")));
                SignalHouse signal = SignalHouse.up(folder, model, "")) {
            signal.letIn(ANNA, false);
            signal.world().unlink();
            signal.writes(ANNA, 1, "hello");
            signal.awaitState("unlinked");
            JsonObject state = signal.state();
            assertThat(state.text("why")).contains("taken off", "./moltbot signal link");
            awaitTold(signal, "does not take the house's key any more");
            signal.world().linked();
            signal.awaitState("connected");
            assertThat(List.of(told(signal).split("does not take the house's key", -1)))
                    .hasSize(2);
        }
    }
}
