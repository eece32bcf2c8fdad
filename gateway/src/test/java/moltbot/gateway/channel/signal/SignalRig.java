package moltbot.gateway.channel.signal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Address.Kind;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Alarm.Trouble;
import moltbot.gateway.channel.ChannelState.Stage;
import moltbot.gateway.channel.ChannelWait;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Outcome;
import moltbot.gateway.testsignal.SignalWorld;
import moltbot.gateway.testsignal.StandInSignal;

/// Signal behind a stand-in, with a clock in the test's hands and an alarm that is written down.
final class SignalRig implements AutoCloseable {
    static final String ANNA = "11111111-1111-4111-8111-111111111111";
    static final String BERT = "22222222-2222-4222-8222-222222222222";
    static final String GROUP = "R3JvdXA=";
    /// Long enough that the watch asks nothing by itself in a test that does not want it to.
    static final Duration SELDOM = Duration.ofSeconds(60);

    final List<Incoming> taken = new CopyOnWriteArrayList<>();
    /// The ids of what was taken back.
    final List<String> withdrawn = new CopyOnWriteArrayList<>();

    final List<Trouble> rung = new CopyOnWriteArrayList<>();
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    final SignalWorld world;
    final SignalChannel channel;
    private StandInSignal daemon;
    private final Path socket;

    /// @param idle  after how long a silence signal-cli is asked
    SignalRig(Path folder, Duration idle, SignalWorld world) throws IOException {
        this.world = world;
        this.socket = folder.resolve("s");
        this.daemon = StandInSignal.start(socket, world);
        this.channel = new SignalChannel(
                socket, "", folder, (_, trouble, _) -> rung.add(trouble), now::get, timing(idle, Duration.ZERO));
    }

    static SignalRig linked(Path folder, Duration idle) throws IOException {
        SignalRig rig = new SignalRig(folder, idle, new SignalWorld(folder.resolve("world")).linked());
        rig.open();
        return rig;
    }

    static Timing timing(Duration idle, Duration code) {
        return new Timing(
                idle,
                Duration.ofSeconds(2),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                Duration.ofMillis(10),
                Duration.ofSeconds(10),
                code);
    }

    void open() {
        channel.open(new Inbox() {
            @Override
            public void take(Incoming message) {
                taken.add(message);
            }

            @Override
            public void withdraw(Incoming.Withdrawn message) {
                withdrawn.add(message.id());
            }
        });
        await(Stage.CONNECTED);
    }

    void await(Stage stage) {
        until("it to be " + stage, () -> channel.state().stage() == stage);
    }

    static void until(String what, Callable<Boolean> condition) {
        ChannelWait.until(what, condition);
    }

    void delivers(long order, JsonObject envelope) {
        int before = taken.size();
        world.deliver(order, envelope);
        until("it to be taken", () -> taken.size() > before);
    }

    /// signal-cli ends, and is started again.
    void restart() throws IOException {
        daemon.close();
        await(Stage.CONNECTING);
        daemon = StandInSignal.start(socket, world);
    }

    Address anna() {
        return new Address("signal", SignalWorld.ACCOUNT, Kind.DIRECT, ANNA);
    }

    Address bert() {
        return new Address("signal", SignalWorld.ACCOUNT, Kind.DIRECT, BERT);
    }

    Address group() {
        return new Address("signal", SignalWorld.ACCOUNT, Kind.GROUP, GROUP);
    }

    Outcome send(Address to, String text) throws InterruptedException {
        return channel.send(to, Styled.plain(text));
    }

    @Override
    public void close() throws IOException {
        channel.close();
        daemon.close();
    }
}
