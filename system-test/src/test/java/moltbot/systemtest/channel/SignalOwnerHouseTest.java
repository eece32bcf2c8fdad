package moltbot.systemtest.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Answer;
import moltbot.gateway.testmodel.AnthropicWire;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testsignal.Results;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong with Signal's account in a real house, told to its owner, who mends it by the command line.
class SignalOwnerHouseTest {
    private static final String ANNA = "11111111-1111-4111-8111-111111111111";
    private static final String BERT = "22222222-2222-4222-8222-222222222222";
    private static final String NUMBER = "05642 13579 24680 11111 22222 33333 44444 55555 66666 77777 88888 99999";

    @TempDir
    Path folder;

    private static String told(SignalHouse signal) throws Exception {
        return signal.house().run("chat", "--session", "channels", "--read").out();
    }

    private static void awaitTold(SignalHouse signal, String words) {
        Await.until(
                "the owner to be told", SignalHouse.PATIENCE, () -> told(signal).contains(words));
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
