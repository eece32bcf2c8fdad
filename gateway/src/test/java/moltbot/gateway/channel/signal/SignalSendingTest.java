package moltbot.gateway.channel.signal;

import static moltbot.gateway.channel.signal.SignalRig.ANNA;
import static moltbot.gateway.channel.signal.SignalRig.BERT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.OutgoingText;
import moltbot.gateway.testsignal.Envelopes;
import moltbot.gateway.testsignal.Results;
import moltbot.gateway.testsignal.SignalWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of what is sent: refused, too much, to a group in which not all can be reached.
class SignalSendingTest {
    private static final String RATE = "Failed to send message due to rate limiting";

    @TempDir
    Path folder;

    private SignalRig signal;

    @BeforeEach
    void open() throws Exception {
        signal = SignalRig.linked(folder, SignalRig.SELDOM);
    }

    @AfterEach
    void close() throws Exception {
        signal.close();
    }

    private Outcome after(JsonObject fault) throws InterruptedException {
        signal.world.fault(fault);
        return signal.send(signal.anna(), "hello");
    }

    private static Duration pause(Outcome outcome) {
        return outcome instanceof Outcome.Later later ? later.pause() : Duration.ofSeconds(-1);
    }

    @Test
    void everyErrorOfSignalClisMeansWhatItIs() throws Exception {
        assertThat(after(Results.bare(-1, "You are not a group member.")))
                .as("for good")
                .isInstanceOf(Outcome.Never.class);
        assertThat(after(Results.bare(-3, "Connection closed!")))
                .as("the network")
                .isInstanceOf(Outcome.Later.class);
        assertThat(after(Results.fault(-1, "Failed to send message", Results.to(ANNA, "NETWORK_FAILURE"))))
                .isInstanceOf(Outcome.Later.class);
        assertThat(after(Results.fault(-1, "Failed to send message", Results.to(ANNA, "INVALID_PRE_KEY_FAILURE"))))
                .isInstanceOf(Outcome.Later.class);
        assertThat(after(Results.fault(-1, "Failed to send message", Results.to(ANNA, "UNREGISTERED_FAILURE"))))
                .isInstanceOf(Outcome.Never.class);
        assertThat(signal.rung).isEmpty();
        assertThat(after(Results.bare(-4, "Failed to send message due to untrusted identities")))
                .as("a key that is not trusted")
                .isInstanceOf(Outcome.Later.class);
        assertThat(signal.rung).containsExactly(Trouble.CHANGED);
        assertThat(after(Results.bare(-5, RATE))).as("too much").isInstanceOf(Outcome.Later.class);
        assertThat(signal.world.sent()).isEmpty();
    }

    @Test
    void whereItIsTooMuchNothingAtAllIsSentForAsLongAsSignalSays() throws Exception {
        JsonObject limit = Results.fault(-5, RATE, Results.limited(ANNA, "", 900));
        assertThat(pause(after(limit))).as("told, for it may be over sooner").isEqualTo(Duration.ofMinutes(10));
        assertThat(signal.rung).containsExactly(Trouble.LIMITED);
        assertThat(signal.channel.state().stage()).isEqualTo(Stage.CONNECTED);
        assertThat(signal.channel.state().why()).contains("fewer messages", "Nothing is sent before");

        signal.now.updateAndGet(now -> now.plusSeconds(800));
        assertThat(pause(signal.send(signal.bert(), "to another"))).isEqualTo(Duration.ofSeconds(100));
        assertThat(signal.channel
                        .show(signal.bert(), "", OutgoingText.of(Styled.plain("shown")))
                        .outcome())
                .isInstanceOf(Outcome.Later.class);
        signal.delivers(1, Envelopes.direct(ANNA, "Anna", 1, "are you there?"));
        signal.channel.seen(signal.taken.getFirst());
        assertThat(signal.world.sent()).isEmpty();

        signal.now.updateAndGet(now -> now.plusSeconds(100));
        assertThat(signal.send(signal.bert(), "to another")).isEqualTo(new Outcome.Sent());
        assertThat(signal.channel.state().why()).isEmpty();
        assertThat(signal.world.sentTo(BERT)).containsExactly("to another");
        assertThat(signal.world.receipts()).as("while nothing was to be sent").isEmpty();
        assertThat(signal.rung).containsExactly(Trouble.LIMITED);
    }

    @Test
    void whereSignalDoesNotSayHowLongItWaitsLongerEachTime() throws Exception {
        long[] minutes = {1, 2, 4, 8, 16, 32, 60, 60};
        for (long expected : minutes) {
            assertThat(pause(after(Results.fault(-5, RATE, Results.limited(ANNA, "", 0)))))
                    .isEqualTo(Duration.ofMinutes(Math.min(expected, 10)));
            signal.now.updateAndGet(now -> now.plusSeconds(expected * 60 - 1));
            assertThat(pause(signal.send(signal.anna(), "hello"))).isEqualTo(Duration.ofSeconds(1));
            signal.now.updateAndGet(now -> now.plusSeconds(1));
        }
        assertThat(signal.rung).as("once it is long").containsExactly(Trouble.LIMITED);
        assertThat(signal.send(signal.anna(), "hello")).isEqualTo(new Outcome.Sent());
        assertThat(pause(after(Results.bare(-5, RATE)))).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aShortLimitIsNoNewsAndAnAbsurdOneIsADay() throws Exception {
        assertThat(pause(after(Results.fault(-5, RATE, Results.limited(ANNA, "", 5)))))
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(signal.rung).isEmpty();
        signal.now.updateAndGet(now -> now.plusSeconds(5));
        assertThat(after(Results.fault(-5, RATE, Results.limited(ANNA, "", Long.MAX_VALUE))))
                .isInstanceOf(Outcome.Later.class);
        signal.now.updateAndGet(now -> now.plus(Duration.ofDays(1)));
        assertThat(signal.send(signal.anna(), "hello")).isEqualTo(new Outcome.Sent());
    }

    @Test
    void aGroupsMessageIsSentWhereAnybodyHasIt() throws Exception {
        signal.world.fault(Results.partly(
                Results.to(ANNA, "SUCCESS"),
                Results.to(BERT, "IDENTITY_FAILURE"),
                Results.to("33333333-3333-4333-8333-333333333333", "UNREGISTERED_FAILURE")));
        assertThat(signal.send(signal.group(), "to all")).isEqualTo(new Outcome.Sent());
        assertThat(signal.rung).as("Bert's number").containsExactly(Trouble.CHANGED);
        assertThat(signal.channel.state().why()).contains("./moltbot signal trust");
    }

    @Test
    void aGroupsMessageThatNobodyHasIsTriedAgainUnlessItIsForNoneOfThem() throws Exception {
        signal.world.fault(
                Results.partly(Results.to(ANNA, "UNREGISTERED_FAILURE"), Results.to(BERT, "NETWORK_FAILURE")));
        assertThat(signal.send(signal.group(), "to all")).isInstanceOf(Outcome.Later.class);
        signal.world.fault(
                Results.partly(Results.to(ANNA, "UNREGISTERED_FAILURE"), Results.to(BERT, "IDENTITY_FAILURE")));
        assertThat(signal.send(signal.group(), "to all")).isInstanceOf(Outcome.Later.class);
        signal.world.fault(
                Results.partly(Results.to(ANNA, "UNREGISTERED_FAILURE"), Results.to(BERT, "UNREGISTERED_FAILURE")));
        assertThat(signal.send(signal.group(), "to all")).isInstanceOf(Outcome.Never.class);
        signal.world.fault(Results.partly());
        assertThat(signal.send(signal.group(), "to nobody else")).isEqualTo(new Outcome.Sent());
    }

    @Test
    void aGroupsMessageThatSomeHaveAndThatWasTooMuchHoldsTheNext() throws Exception {
        signal.world.fault(Results.partly(Results.to(ANNA, "SUCCESS"), Results.limited(BERT, "", 60)));
        assertThat(signal.send(signal.group(), "to all")).isEqualTo(new Outcome.Sent());
        assertThat(pause(signal.send(signal.anna(), "more"))).isEqualTo(Duration.ofSeconds(60));
    }

    /// Clocks of phones are wrong, and what they sent comes in any order.
    @Test
    void takesWhatComesOutOfOrderAndFromWrongClocks() {
        long[] times = {5_000_000_000_000L, 1, 4_102_444_800_000L, 0, 2};
        for (int i = 0; i < times.length; i++) {
            signal.delivers(i + 1, Envelopes.direct(ANNA, "Anna", times[i], "message " + i));
        }
        assertThat(signal.taken.stream().map(Incoming::text))
                .containsExactly("message 0", "message 1", "message 2", "message 3", "message 4");
        assertThat(signal.taken.stream().map(Incoming::id)).doesNotHaveDuplicates();
        signal.channel.seen(signal.taken.getFirst());
        SignalRig.until("the receipt", () -> signal.world.receipts().size() == 1);
        assertThat(signal.world.receipts().getFirst().number("targetTimestamp")).isEqualTo(times[0]);
        assertThat(SignalWorld.ACCOUNT).isEqualTo(signal.channel.state().account());
    }
}
