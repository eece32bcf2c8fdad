package moltbot.systemtest.channel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testsignal.Envelopes;
import moltbot.gateway.testsignal.SignalWorld;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;

/// A house with Signal turned on, and Signal's servers in the test's hands.
public final class SignalHouse implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestHouse house;
    private final SignalWorld world;

    private SignalHouse(TestHouse house, SignalWorld world) {
        this.house = house;
        this.world = world;
    }

    public static SignalHouse up(Path folder, ModelServer model, String more) throws Exception {
        SignalHouse signal = unlinked(folder, model, more);
        signal.world.linked();
        signal.awaitState("connected");
        return signal;
    }

    /// The same before an account is linked.
    public static SignalHouse unlinked(Path folder, ModelServer model, String more) throws Exception {
        Path program = SignalProgram.install(folder.resolve("signal-cli"));
        Path data = folder.resolve("data");
        TestHouse.settings(
                data,
                "model:\n  provider: anthropic\n  anthropic-url: " + model.url() + "\nsignal:\n  program: " + program
                        + "\nbudget:\n  turn-dollars: 1000\n  day-dollars: 1000\n  month-dollars: 1000\n" + more);
        TestHouse house = TestHouse.up(data, Map.of("ANTHROPIC_API_KEY", "sk-ant-test"));
        SignalHouse signal = new SignalHouse(house, new SignalWorld(data.resolve("signal/world")));
        signal.awaitState("unlinked");
        return signal;
    }

    public TestHouse house() {
        return house;
    }

    public SignalWorld world() {
        return world;
    }

    public void awaitState(String wanted) {
        Await.until(
                "Signal to be " + wanted, PATIENCE, () -> state().text("state").equals(wanted));
    }

    JsonObject state() {
        try (LinkClient gateway = house.link("gateway")) {
            return gateway.ask("channel.state", JsonObject.EMPTY)
                    .list("channels")
                    .objects()
                    .getFirst();
        }
    }

    JsonObject ask(String operation, JsonObject head) {
        try (LinkClient control = house.link("control")) {
            return control.ask(operation, head);
        }
    }

    public void writes(String person, long time, String text) {
        world.deliver(time, Envelopes.direct(person, "Anna", time, text));
    }

    /// The texts a person got, once there are so many.
    public List<String> got(String person, int count) {
        Await.until(count + " answers", PATIENCE, () -> world.sentTo(person).size() >= count);
        return world.sentTo(person);
    }

    /// Lets a person in by the code they get.
    public void letIn(String person, boolean owner) {
        int before = world.sentTo(person).size();
        writes(person, System.currentTimeMillis(), "hello?");
        String code = got(person, before + 1).getLast().replaceAll("(?s).*: ", "");
        ask(
                "pairing.approve",
                JsonObject.with("code", code).with("owner", owner).build());
    }

    /// The process that is signal-cli here, if it runs now.
    public Optional<ProcessHandle> signal() throws IOException {
        return ProcessHandle.of(pid(house.data())).filter(ProcessHandle::isAlive);
    }

    /// The number of the process that was last begun as signal-cli.
    static long pid(Path data) throws IOException {
        return Long.parseLong(
                Files.readString(data.resolve("run/signal-cli.pid")).split(" ", 2)[0]);
    }

    @Override
    public void close() {
        house.close();
    }
}
