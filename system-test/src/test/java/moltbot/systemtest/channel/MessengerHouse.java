package moltbot.systemtest.channel;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;

/// A house with one messenger turned on, and that messenger in the test's hands. The house may end and begin again; the
/// messenger stays.
public abstract class MessengerHouse implements MessengerContract.Messenger {
    private final String channel;
    private final Closeable messenger;
    private final Path data;
    private final Map<String, String> environment;
    private final String listen;
    private TestHouse house;

    /// @param channel    its name in the settings
    /// @param messenger  is closed with the house
    /// @param keys       as the owner's environment has them, beside the model's
    /// @param settings   as [#settings] makes them
    protected MessengerHouse(String channel, Closeable messenger, Path data, Map<String, String> keys, String settings)
            throws Exception {
        this.channel = channel;
        this.messenger = messenger;
        this.data = data;
        this.environment = new HashMap<>(keys);
        environment.put("ANTHROPIC_API_KEY", "sk-ant-test");
        this.listen = "127.0.0.1:" + TestHouse.freePort();
        TestHouse.settings(data, settings);
        this.house = start();
        awaitState("connected");
    }

    /// Settings of a house that thinks with `model` and talks in a messenger.
    ///
    /// @param ofModel  further lines of the settings of models
    /// @param url      where the messenger is
    protected static String settings(ModelServer model, String ofModel, String channel, Object url, String more) {
        return "model:\n  provider: anthropic\n  anthropic-url: " + model.url() + "\n" + ofModel + channel
                + ":\n  enabled: true\n  url: " + url
                + "\nbudget:\n  turn-dollars: 1000\n  day-dollars: 1000\n  month-dollars: 1000\n" + more;
    }

    private TestHouse start() throws Exception {
        return TestHouse.up(data, listen, environment);
    }

    /// Ends the house and begins another on the same data.
    public final void again() throws Exception {
        house.close();
        house = start();
    }

    @Override
    public final TestHouse house() {
        return house;
    }

    public final JsonObject state() {
        try (LinkClient gateway = house.link("gateway")) {
            return gateway.ask("channel.state", JsonObject.EMPTY).list("channels").objects().stream()
                    .filter(one -> one.text("channel").equals(channel))
                    .findFirst()
                    .orElseThrow();
        }
    }

    public final void awaitState(String wanted) {
        Await.until(
                channel + " to be " + wanted,
                MessengerContract.PATIENCE,
                () -> state().text("state").equals(wanted));
    }

    /// Asks control, as the owner's shell does.
    public final JsonObject ask(String operation, JsonObject head) {
        try (LinkClient control = house.link("control")) {
            return control.ask(operation, head);
        }
    }

    /// The texts a person, or whatever else has that id there, got, once there are so many.
    public final List<String> got(String id, int count) {
        Await.until(
                count + " answers", MessengerContract.PATIENCE, () -> sentTo(id).size() >= count);
        return sentTo(id);
    }

    /// Lets a person in by the code they get; `time` is that of the message they knock with.
    public final void letIn(String person, long time, boolean owner) {
        int before = sentTo(person).size();
        writes(person, time, "hello?");
        String code = got(person, before + 1).getLast().replaceAll("(?s).*: ", "");
        ask(
                "pairing.approve",
                JsonObject.with("code", code).with("owner", owner).build());
    }

    @Override
    public final void close() {
        house.close();
        try {
            messenger.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
