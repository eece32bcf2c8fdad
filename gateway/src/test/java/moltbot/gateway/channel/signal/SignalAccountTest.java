package moltbot.gateway.channel.signal;

import static moltbot.gateway.channel.signal.SignalRig.ANNA;
import static moltbot.gateway.channel.signal.SignalRig.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.signal.rpc.RpcClient;
import moltbot.gateway.testsignal.Envelopes;
import moltbot.gateway.testsignal.SignalWorld;
import moltbot.gateway.testsignal.StandInSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The account that Signal is received with: linked, taken off on the phone, linked again.
class SignalAccountTest {
    private static final Duration SOON = Duration.ofMillis(60);

    @TempDir
    Path folder;

    @Test
    void noticesThatItWasTakenOffThePhoneTellsTheOwnerOnceAndComesBack() throws Exception {
        try (SignalRig signal = SignalRig.linked(folder, SOON)) {
            signal.world.unlink();
            signal.await(Stage.UNLINKED);
            assertThat(signal.channel.state().why()).contains("taken off", "./moltbot signal link");
            assertThat(signal.channel.state().account()).isEmpty();
            assertThat(signal.send(signal.anna(), "hello"))
                    .isInstanceOfSatisfying(
                            Outcome.Later.class,
                            later -> assertThat(later.why()).contains("./moltbot signal link"));
            signal.restart();
            signal.await(Stage.UNLINKED);
            assertThat(signal.channel.state().why())
                    .as("after another start of signal-cli")
                    .contains("taken off");
            assertThat(signal.rung).containsExactly(Trouble.REVOKED);

            signal.world.linked();
            signal.await(Stage.CONNECTED);
            assertThat(signal.channel.state().why()).isEmpty();
            signal.delivers(1, Envelopes.direct(ANNA, "Anna", 1, "back"));
            signal.world.unlink();
            signal.await(Stage.UNLINKED);
            assertThat(signal.rung).as("news again").containsExactly(Trouble.REVOKED, Trouble.REVOKED);
        }
    }

    @Test
    void aMessageThatItCannotSendForThatMakesItLookAtOnce() throws Exception {
        try (SignalRig signal = SignalRig.linked(folder, SignalRig.SELDOM)) {
            signal.world.unlink();
            assertThat(signal.send(signal.anna(), "hello")).isInstanceOf(Outcome.Later.class);
            signal.await(Stage.UNLINKED);
            assertThat(signal.rung).containsExactly(Trouble.REVOKED);
        }
    }

    @Test
    void aDoubtThatWasNothingEndsNothing() throws Exception {
        try (SignalRig signal = SignalRig.linked(folder, SignalRig.SELDOM)) {
            signal.world.fault(JsonObject.with("code", -32603)
                    .with("message", "Failed to send message: (IOException)")
                    .build());
            assertThat(signal.send(signal.anna(), "hello")).isInstanceOf(Outcome.Later.class);
            signal.delivers(1, Envelopes.direct(ANNA, "Anna", 1, "still here"));
            assertThat(signal.channel.state().stage()).isEqualTo(Stage.CONNECTED);
            assertThat(signal.rung).isEmpty();
        }
    }

    /// signal-cli that could not reach Signal when it started lists no account, and loads one that is asked for by
    /// name.
    @Test
    void wakesAnAccountThatSignalCliDidNotLoad() throws Exception {
        SignalWorld world = new SignalWorld(folder.resolve("world")).linked();
        try (SignalRig _ = linkedOnce(world);
                SignalRig signal = new SignalRig(folder, SignalRig.SELDOM, world.asleep())) {
            signal.open();
            signal.delivers(1, Envelopes.direct(ANNA, "Anna", 1, "good morning"));
            assertThat(signal.rung).isEmpty();
        }
    }

    private SignalRig linkedOnce(SignalWorld world) throws Exception {
        SignalRig before = new SignalRig(folder, SignalRig.SELDOM, world);
        before.open();
        before.close();
        return before;
    }

    @Test
    void saysWhereTheAccountOfLastTimeIsNotThere() throws Exception {
        SignalWorld world = new SignalWorld(folder.resolve("world")).linked();
        try (SignalRig _ = linkedOnce(world)) {
            world.unlink();
        }
        try (SignalRig signal = new SignalRig(folder, SignalRig.SELDOM, world)) {
            signal.channel.open(signal.taken::add);
            signal.await(Stage.UNLINKED);
            assertThat(signal.channel.state().why()).contains("could not be reached when", "./moltbot signal link");
        }
    }

    /// signal-cli receives from the moment of the subscription on, and may tell of messages before it answers that.
    @Test
    void losesNothingThatComesBeforeTheSubscriptionIsAnswered() throws Exception {
        SignalWorld world = new SignalWorld(folder.resolve("world")).linked();
        world.lateAnswer();
        world.deliver(1, Envelopes.direct(ANNA, "Anna", 1, "one"));
        world.deliver(2, Envelopes.direct(ANNA, "Anna", 2, "two"));
        try (SignalRig signal = new SignalRig(folder, SignalRig.SELDOM, world)) {
            signal.open();
            signal.delivers(3, Envelopes.direct(ANNA, "Anna", 3, "three"));
            until("all", () -> signal.taken.size() == 3);
            assertThat(signal.taken.stream().map(Incoming::text)).containsExactly("one", "two", "three");
        }
    }

    @Test
    void aCodeThatRanOutIsFollowedByAFreshOne() throws Exception {
        SignalWorld world = new SignalWorld(folder.resolve("world")).online().codeRunsOut();
        try (SignalRig signal = new SignalRig(folder, SignalRig.SELDOM, world)) {
            signal.channel.open(signal.taken::add);
            List<String> codes = new CopyOnWriteArrayList<>();
            List<String> linked = new CopyOnWriteArrayList<>();
            signal.channel.link(told -> {
                if (told.has("linked")) {
                    linked.add(told.text("linked"));
                    return;
                }
                codes.add(told.text("uri"));
                if (codes.size() == 2) {
                    world.scanned();
                }
            });
            assertThat(codes).hasSize(2).doesNotHaveDuplicates();
            assertThat(linked).containsExactly(SignalWorld.ACCOUNT);
            signal.await(Stage.CONNECTED);
        }
    }

    @Test
    void aCodeThatFailsAtOnceIsNotFollowedByAnother() throws Exception {
        SignalWorld world = new SignalWorld(folder.resolve("world")).online().codeRunsOut();
        Path socket = folder.resolve("s");
        List<JsonObject> told = new CopyOnWriteArrayList<>();
        try (StandInSignal _ = StandInSignal.start(socket, world);
                RpcClient client = new RpcClient(socket)) {
            Linking linking = new Linking(client, Duration.ofMinutes(1));
            assertThatThrownBy(() -> linking.link(told::add))
                    .isInstanceOf(ContractException.class)
                    .hasMessageContaining("Nothing was linked");
        }
        assertThat(told).hasSize(1);
    }

    @Test
    void showsNoCodeWhereAnAccountIsLinked() throws Exception {
        try (SignalRig signal = SignalRig.linked(folder, SignalRig.SELDOM)) {
            assertThatThrownBy(() -> signal.channel.link(_ -> {
                        throw new AssertionError("a code was shown");
                    }))
                    .isInstanceOfSatisfying(
                            ContractException.class, e -> assertThat(e.reason()).isEqualTo("linked"));
        }
    }

    @Test
    void showsNoSecondCodeWhileTheOneThatWasLeftIsGood() throws Exception {
        SignalWorld world = new SignalWorld(folder.resolve("world")).online();
        try (SignalRig signal = new SignalRig(folder, SignalRig.SELDOM, world)) {
            signal.channel.open(signal.taken::add);
            signal.await(Stage.UNLINKED);
            CountDownLatch shown = new CountDownLatch(1);
            Thread owner = Thread.ofVirtual().start(() -> {
                try {
                    signal.channel.link(_ -> shown.countDown());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(shown.await(20, TimeUnit.SECONDS)).isTrue();
            owner.interrupt();
            owner.join();
            assertThatThrownBy(() -> signal.channel.link(_ -> {
                        throw new AssertionError("a second code was shown");
                    }))
                    .isInstanceOfSatisfying(
                            ContractException.class, e -> assertThat(e.reason()).isEqualTo("busy"));
            world.scanned();
            signal.await(Stage.CONNECTED);
        }
    }
}
