package moltbot.gateway.channel.signal;

import static moltbot.gateway.channel.signal.SignalRig.ANNA;
import static moltbot.gateway.channel.signal.SignalRig.BERT;
import static moltbot.gateway.channel.signal.SignalRig.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.testsignal.Envelopes;
import moltbot.gateway.testsignal.Results;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only the owner can say: that a changed safety number is the right one, and that a person sends.
class SignalTrustTest {
    private static final String NUMBER = "05642 13579 24680 11111 22222 33333 44444 55555 66666 77777 88888 99999";
    private static final String NEXT = "15642 13579 24680 11111 22222 33333 44444 55555 66666 77777 88888 99999";

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

    private static void refused(String reason, Asking asking) {
        assertThatThrownBy(asking::ask)
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @FunctionalInterface
    private interface Asking {
        void ask() throws InterruptedException;
    }

    private List<JsonObject> untrusted() throws InterruptedException {
        return signal.channel.identities("").list("identities").objects();
    }

    @Test
    void sendsNothingUnderAChangedNumberTellsTheOwnerOnceAndTrustsExactlyTheOneTheyCompared() throws Exception {
        signal.delivers(1, Envelopes.direct(ANNA, "Anna", 1, "hello"));
        assertThat(untrusted()).isEmpty();
        signal.world.safetyNumbers().change(ANNA, NUMBER);
        for (int i = 0; i < 3; i++) {
            assertThat(signal.send(signal.anna(), "a secret"))
                    .isInstanceOfSatisfying(
                            Outcome.Later.class,
                            later -> assertThat(later.why()).contains("safety number", "./moltbot signal trust"));
        }
        assertThat(signal.rung).containsExactly(Trouble.CHANGED);
        assertThat(signal.channel.state().why()).contains("./moltbot signal trust");
        JsonObject shown = untrusted().getFirst();
        assertThat(shown.text("who")).isEqualTo(ANNA);
        assertThat(shown.text("name")).isEqualTo("Anna");
        assertThat(shown.text("safetyNumber")).isEqualTo(NUMBER);
        assertThat(shown.flag("trusted")).isFalse();

        // While they were compared it changed again: what was compared is not what would be trusted.
        signal.world.safetyNumbers().change(ANNA, NEXT);
        refused("not-taken", () -> signal.channel.trust(ANNA, NUMBER));
        refused("bad-number", () -> signal.channel.trust(ANNA, "yes"));
        refused("bad-number", () -> signal.channel.trust(ANNA, ""));
        refused("bad-person", () -> signal.channel.trust("--trust-all-known-keys", NEXT));
        assertThat(signal.send(signal.anna(), "a secret")).isInstanceOf(Outcome.Later.class);
        assertThat(signal.world.sent()).isEmpty();

        signal.channel.trust(ANNA, NEXT);
        assertThat(untrusted()).isEmpty();
        assertThat(signal.channel
                        .identities(ANNA)
                        .list("identities")
                        .objects()
                        .getFirst()
                        .flag("trusted"))
                .isTrue();
        assertThat(signal.channel.state().why()).isEmpty();
        assertThat(signal.send(signal.anna(), "a secret")).isEqualTo(new Outcome.Sent());
        signal.world.safetyNumbers().change(ANNA, NUMBER);
        signal.send(signal.anna(), "another");
        assertThat(signal.rung).as("news again").containsExactly(Trouble.CHANGED, Trouble.CHANGED);
    }

    @Test
    void whatComesUnderAChangedNumberIsToldToTheOwnerAndReadOnceItIsTrusted() throws Exception {
        signal.world.safetyNumbers().change(ANNA, NUMBER);
        signal.world.deliver(1, Envelopes.direct(ANNA, "Anna", 1, "it is me, I have a new phone"));
        signal.delivers(2, Envelopes.direct(BERT, "Bert", 2, "hello"));
        until("the owner to be told", () -> signal.rung.equals(List.of(Trouble.CHANGED)));
        assertThat(signal.taken.stream().map(Incoming::text)).containsExactly("hello");
        assertThat(untrusted().getFirst().text("name")).isEqualTo("Anna");

        signal.channel.trust(ANNA, NUMBER.replace(" ", ""));
        until("what waited", () -> signal.taken.size() == 2);
        assertThat(signal.taken.getLast().text()).isEqualTo("it is me, I have a new phone");
    }

    @Test
    void provesToSignalThatAPersonSendsAndGoesOn() throws Exception {
        assertThat(signal.channel.challenge().flag("wanted")).isFalse();
        refused("no-challenge", () -> signal.channel.answer("signalcaptcha://solved"));
        signal.world.wantsCaptcha("a-token", "signalcaptcha://solved");
        signal.world.fault(Results.fault(
                -5, "Failed to send message due to rate limiting", Results.limited(ANNA, "a-token", 86_400)));
        assertThat(signal.send(signal.anna(), "hello")).isInstanceOf(Outcome.Later.class);
        assertThat(signal.rung).containsExactly(Trouble.LIMITED);
        assertThat(signal.channel.state().why()).contains("./moltbot signal challenge");
        assertThat(signal.channel.challenge().flag("wanted")).isTrue();

        refused("bad-captcha", () -> signal.channel.answer("signalcaptcha://wrong"));
        refused("bad-captcha", () -> signal.channel.answer("two words"));
        assertThat(signal.send(signal.anna(), "hello")).isInstanceOf(Outcome.Later.class);
        assertThat(signal.world.sent()).isEmpty();
        signal.channel.answer("signalcaptcha://solved");
        assertThat(signal.channel.challenge().flag("wanted")).isFalse();
        assertThat(signal.channel.state().why()).isEmpty();
        assertThat(signal.send(signal.anna(), "hello")).isEqualTo(new Outcome.Sent());
    }

    @Test
    void saysWhereThereIsNoAccountToAskWith() throws Exception {
        signal.world.unlink();
        signal.send(signal.anna(), "hello");
        signal.await(moltbot.gateway.channel.ChannelState.Stage.UNLINKED);
        refused("channel-off", () -> signal.channel.identities(""));
        refused("channel-off", () -> signal.channel.trust(ANNA, NUMBER));
    }
}
