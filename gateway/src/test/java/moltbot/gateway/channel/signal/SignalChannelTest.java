package moltbot.gateway.channel.signal;

import static moltbot.gateway.channel.ChannelWait.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.QuickReply;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.Capabilities;
import moltbot.gateway.channel.Channel;
import moltbot.gateway.channel.ChannelState;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.channel.RepliesContract;
import moltbot.gateway.testsignal.Envelopes;
import moltbot.gateway.testsignal.SignalWorld;
import moltbot.gateway.testsignal.StandInSignal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signal, behind a stand-in that speaks signal-cli's JSON-RPC.
class SignalChannelTest extends RepliesContract {
    @TempDir
    Path folder;

    @Override
    protected Messenger messenger() {
        return new StandIn(folder.resolve("s"), new SignalWorld(folder.resolve("world")).linked());
    }

    @Override
    protected Capabilities can() {
        return new Capabilities(2_000, true, false, 10, true, 8, Duration.ofSeconds(4));
    }

    /// The stand-in as the contract wants it.
    private static final class StandIn implements Messenger {
        private final Path socket;
        private final SignalWorld world;
        private @Nullable StandInSignal daemon;

        StandIn(Path socket, SignalWorld world) {
            this.socket = socket;
            this.world = world;
        }

        @Override
        public Channel channel(Duration patience) {
            return signal(socket, patience);
        }

        @Override
        public void direct(String person, String name, long time, String text) {
            world.deliver(time, Envelopes.direct(person, name, time, text));
        }

        @Override
        public List<String> filesSentTo(String id) {
            return world.filesSentTo(id);
        }

        @Override
        public void file(String person, long time, String text, String name, byte[] bytes) {
            world.keep("kept-" + time, bytes);
            JsonObject file = Envelopes.file("kept-" + time, "application/pdf", name, bytes.length);
            world.deliver(time, Envelopes.withFile(person, time, text.isEmpty() ? null : text, file));
        }

        @Override
        public boolean takesBack(String person, long time) {
            world.deliver(time + 1_000, Envelopes.deleted(person, time + 1_000, time));
            return true;
        }

        private long latest(String person) {
            List<JsonObject> sent = world.sent();
            for (int i = sent.size() - 1; i >= 0; i--) {
                if (sent.get(i).listOr("recipient", JsonArray.EMPTY).texts().contains(person)) {
                    return world.sentAt().get(i);
                }
            }
            throw new IllegalStateException("Nothing was sent to them.");
        }

        /// There are no buttons: a sign that is put to the message says the same.
        @Override
        public void tap(String person, long time, QuickReply reply) {
            world.deliver(time, Envelopes.reaction(person, time, reply.sign(), latest(person), false));
        }

        @Override
        public long answered(String id, String text) {
            return world.sent().stream()
                    .filter(one -> one.text("message").equals(text))
                    .findFirst()
                    .orElseThrow()
                    .numberOr("quoteTimestamp", -1);
        }

        @Override
        public void inGroup(String person, String group, long time, boolean mentioned, String text) {
            world.deliver(time, Envelopes.inGroup(person, "Anna", time, group, mentioned, text));
        }

        @Override
        public String anna() {
            return "11111111-1111-4111-8111-111111111111";
        }

        @Override
        public String bert() {
            return "22222222-2222-4222-8222-222222222222";
        }

        @Override
        public String group() {
            return "R3JvdXA=";
        }

        /// It tells Signal's servers that it has a message before anybody took it.
        @Override
        public boolean keepsUntilTaken() {
            return false;
        }

        @Override
        public void inThread(String person, String group, String thread, long time, String text) {
            throw new UnsupportedOperationException("Signal has no threads.");
        }

        @Override
        public void nonsense(long time) {
            String anna = "11111111-1111-4111-8111-111111111111";
            world.deliver(time, JsonObject.EMPTY);
            world.deliver(
                    time + 1,
                    Envelopes.of(anna, "Anna", 1)
                            .with(
                                    "typingMessage",
                                    JsonObject.with("action", "STARTED").build())
                            .build());
            world.deliver(
                    time + 2,
                    Envelopes.of(anna, "Anna", 1)
                            .with("dataMessage", JsonObject.with("message", 5).build())
                            .build());
            world.deliver(
                    time + 3,
                    Envelopes.of(anna, "Anna", 1)
                            .with("fromTheFuture", JsonObject.EMPTY)
                            .build());
            world.deliver(
                    time + 4,
                    Envelopes.of(anna, "Anna", 1)
                            .with(
                                    "dataMessage",
                                    Envelopes.data(1, "x")
                                            .with("message", JsonValue.NULL)
                                            .build())
                            .build());
            world.deliver(time + 5, Envelopes.ownToOther(time + 5, anna, "not for the assistant"));
            world.deliver(time + 6, Envelopes.direct("an id with spaces and \u0000", "Anna", time + 6, "from nobody"));
        }

        @Override
        public List<String> sentTo(String id) {
            return world.sentTo(id);
        }

        @Override
        public boolean allReceived() {
            return world.allReceived();
        }

        @Override
        public void die() throws IOException {
            StandInSignal running = daemon;
            if (running != null) {
                running.close();
            }
        }

        @Override
        public void start() throws IOException {
            daemon = StandInSignal.start(socket, world);
        }

        @Override
        public void freeze(boolean frozen) {
            world.freeze(frozen);
        }

        @Override
        public void refuseNext() {
            world.fault(failed("UNREGISTERED_FAILURE", JsonObject.EMPTY, -1));
        }

        @Override
        public void limitNext(Duration wait) {
            world.fault(failed(
                    "RATE_LIMIT_FAILURE",
                    JsonObject.with("token", "a-token")
                            .with("retryAfterSeconds", wait.toSeconds())
                            .build(),
                    -5));
        }

        @Override
        public void swallowNext() {
            world.fault(JsonObject.with("silent", true).build());
        }

        @Override
        public void close() throws IOException {
            die();
        }

        private static JsonObject failed(String type, JsonObject more, long code) {
            JsonObject.Builder result = JsonObject.with(
                            "recipientAddress",
                            JsonObject.with("uuid", "11111111-1111-4111-8111-111111111111")
                                    .with("number", JsonValue.NULL)
                                    .build())
                    .with("type", type);
            more.fields().forEach(result::with);
            JsonObject response = JsonObject.with("timestamp", 1_700_000_000_000L)
                    .with("results", JsonArray.of(List.of(result.build())))
                    .build();
            return JsonObject.with("code", code)
                    .with("message", "Failed to send message")
                    .with("data", JsonObject.with("response", response).build())
                    .build();
        }
    }

    private static Timing timing(Duration patience) {
        return new Timing(
                patience,
                patience.dividedBy(2),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                Duration.ofMillis(10),
                patience,
                patience);
    }

    private static SignalChannel signal(Path socket, Duration patience) {
        return new SignalChannel(
                socket,
                "",
                Objects.requireNonNull(socket.getParent()),
                (channel, trouble, since) -> {},
                InstantSource.system(),
                timing(patience));
    }

    @Test
    void showsPeopleThatWhatTheyWroteWasReadAndIsBeingAnswered() throws Exception {
        SignalWorld world = new SignalWorld(folder.resolve("receipts")).linked();
        String anna = "11111111-1111-4111-8111-111111111111";
        List<Incoming> taken = new CopyOnWriteArrayList<>();
        try (StandInSignal _ = StandInSignal.start(folder.resolve("t"), world);
                Channel signal = signal(folder.resolve("t"), Duration.ofSeconds(5))) {
            signal.open(taken::add);
            world.deliver(1_700_000_000_123L, Envelopes.direct(anna, "Anna", 1_700_000_000_123L, "hello"));
            until("it is taken", () -> taken.size() == 1);
            signal.seen(taken.getFirst());
            until("the receipt", () -> world.receipts().size() == 1);
            until("the sign", () -> world.typing().size() == 1);
        }
        assertThat(world.typing().getFirst().list("recipient").texts()).containsExactly(anna);
        JsonObject receipt = world.receipts().getFirst();
        assertThat(receipt.list("recipient").texts()).containsExactly(anna);
        assertThat(receipt.number("targetTimestamp")).isEqualTo(1_700_000_000_123L);
        assertThat(receipt.text("type")).isEqualTo("read");
        assertThat(receipt.text("account")).isEqualTo(SignalWorld.ACCOUNT);
    }

    @Test
    void styleRangesAreSaidInUtf16Units() throws Exception {
        SignalWorld world = new SignalWorld(folder.resolve("styled")).linked();
        try (StandInSignal _ = StandInSignal.start(folder.resolve("t"), world);
                Channel signal = signal(folder.resolve("t"), Duration.ofSeconds(5))) {
            signal.open(message -> {});
            Address anna = new Address(
                    "signal", SignalWorld.ACCOUNT, Address.Kind.DIRECT, "11111111-1111-4111-8111-111111111111");
            Styled text = new Styled(
                    "😀 loud, code",
                    List.of(new Styled.Span(3, 4, Styled.Style.BOLD), new Styled.Span(9, 4, Styled.Style.CODE)));
            until("it is sent", () -> signal.send(anna, text) instanceof Outcome.Sent);
        }
        assertThat(world.sent().getFirst().list("textStyle").texts()).containsExactly("3:4:BOLD", "9:4:MONOSPACE");
        assertThat(world.sent().getFirst().text("message")).isEqualTo("😀 loud, code");
    }

    @Test
    void waitsForAnAccountAndSaysSo() throws Exception {
        SignalWorld world = new SignalWorld(folder.resolve("other"));
        Path socket = folder.resolve("t");
        try (StandInSignal _ = StandInSignal.start(socket, world);
                SignalChannel channel = signal(socket, Duration.ofSeconds(5))) {
            channel.open(_ -> {});
            until("it to say that nothing is linked", () -> channel.state().stage() == ChannelState.Stage.UNLINKED);
            assertThat(channel.state().why()).contains("./moltbot signal link");
            world.linked();
            until("it to connect", () -> channel.state().stage() == ChannelState.Stage.CONNECTED);
            assertThat(channel.state().account()).isEqualTo(SignalWorld.ACCOUNT);
        }
    }

    @Test
    void linksAnAccountAndThenReceives() throws Exception {
        SignalWorld world = new SignalWorld(folder.resolve("other")).online();
        Path socket = folder.resolve("t");
        try (StandInSignal _ = StandInSignal.start(socket, world);
                SignalChannel channel = signal(socket, Duration.ofSeconds(5))) {
            channel.open(_ -> {});
            List<JsonObject> told = new CopyOnWriteArrayList<>();
            channel.link(what -> {
                told.add(what);
                world.scanned();
            });
            assertThat(told).hasSize(2);
            assertThat(told.getFirst().text("uri")).startsWith("sgnl://linkdevice?uuid=");
            assertThat(told.getLast().text("linked")).isEqualTo(SignalWorld.ACCOUNT);
            until("it to connect", () -> channel.state().stage() == ChannelState.Stage.CONNECTED);
        }
    }

    @Test
    void saysThatSignalCouldNotBeReachedAndThatNothingWasLinked() throws Exception {
        SignalWorld world = new SignalWorld(folder.resolve("other"));
        Path socket = folder.resolve("t");
        try (StandInSignal _ = StandInSignal.start(socket, world);
                SignalChannel channel = signal(socket, Duration.ofSeconds(5))) {
            assertThatThrownBy(() -> channel.link(_ -> {}))
                    .isInstanceOfSatisfying(
                            ContractException.class, e -> assertThat(e.reason()).isEqualTo("no-link"))
                    .hasMessageContaining("servers could not be reached")
                    .hasMessageContaining("try again");
        }
    }
}
