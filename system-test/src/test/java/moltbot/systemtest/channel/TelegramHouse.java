package moltbot.systemtest.channel;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testtelegram.StandInTelegram;
import moltbot.gateway.testtelegram.TelegramWorld;
import moltbot.gateway.testtelegram.Updates;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;

/// A house with Telegram turned on, and Telegram in the test's hands. The house may end and begin again; Telegram
/// stays.
public final class TelegramHouse implements MessengerContract.Messenger {
    private final Path data;
    private final String listen;
    private final Map<String, String> environment;
    private final TelegramWorld world = new TelegramWorld();
    private final StandInTelegram telegram;
    private TestHouse house;

    private TelegramHouse(Path data, ModelServer model, Map<String, String> keys, String ofModel, String more)
            throws Exception {
        this.data = data;
        this.environment = new HashMap<>(keys);
        environment.put("ANTHROPIC_API_KEY", "sk-ant-test");
        environment.put("TELEGRAM_BOT_TOKEN", TelegramWorld.TOKEN);
        this.listen = "127.0.0.1:" + TestHouse.freePort();
        this.telegram = StandInTelegram.start(0, world);
        TestHouse.settings(
                data,
                "model:\n  provider: anthropic\n  anthropic-url: " + model.url() + "\n" + ofModel
                        + "telegram:\n  enabled: true\n  url: "
                        + telegram.url()
                        + "\nbudget:\n  turn-dollars: 1000\n  day-dollars: 1000\n  month-dollars: 1000\n" + more);
        this.house = start();
    }

    public static TelegramHouse up(Path data, ModelServer model, String more) throws Exception {
        return up(data, model, Map.of(), "", more);
    }

    /// A house in Telegram, once it is connected.
    ///
    /// @param keys     of other providers, as the owner's environment has them
    /// @param ofModel  further lines of the settings of models
    public static TelegramHouse up(Path data, ModelServer model, Map<String, String> keys, String ofModel, String more)
            throws Exception {
        TelegramHouse house = new TelegramHouse(data, model, keys, ofModel, more);
        house.awaitState("connected");
        return house;
    }

    private TestHouse start() throws Exception {
        return TestHouse.up(data, listen, environment);
    }

    /// Ends the house and begins another on the same data.
    void again() throws Exception {
        house.close();
        house = start();
    }

    @Override
    public TestHouse house() {
        return house;
    }

    public TelegramWorld world() {
        return world;
    }

    JsonObject state() {
        try (LinkClient gateway = house.link("gateway")) {
            return gateway.ask("channel.state", JsonObject.EMPTY).list("channels").objects().stream()
                    .filter(channel -> channel.text("channel").equals("telegram"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    void awaitState(String wanted) {
        Await.until(
                "Telegram to be " + wanted,
                SignalHouse.PATIENCE,
                () -> state().text("state").equals(wanted));
    }

    public JsonObject ask(String operation, JsonObject head) {
        try (LinkClient control = house.link("control")) {
            return control.ask(operation, head);
        }
    }

    @Override
    public void writes(String person, long id, String text) {
        world.deliver(Updates.direct(person, "Anna", id, text).build());
    }

    /// A command is words, which Telegram lists and marks.
    @Override
    public void commands(String person, long time, String name) {
        JsonObject entity = JsonObject.with("type", "bot_command")
                .with("offset", 0)
                .with("length", name.length() + 1)
                .build();
        world.deliver(Updates.direct(person, "Anna", time, "/" + name)
                .with("entities", JsonArray.of(List.of(entity)))
                .build());
    }

    @Override
    public List<String> sentTo(String person) {
        return world.sentTo(person);
    }

    @Override
    public boolean offers(String person) {
        return world.offers(person);
    }

    @Override
    public void taps(String person, long time, String label) {
        world.tap(person, "Anna", Long.toString(4_000 + time), label);
    }

    /// The texts a person, a group or a thread got, once there are so many.
    public List<String> got(String id, int count) {
        Await.until(
                count + " answers", SignalHouse.PATIENCE, () -> world.sentTo(id).size() >= count);
        return world.sentTo(id);
    }

    /// Lets a person in by the code they get; `id` is the number of the message they knock with.
    void letIn(String person, long id, boolean owner) {
        int before = world.sentTo(person).size();
        writes(person, id, "hello?");
        String code = got(person, before + 1).getLast().replaceAll("(?s).*: ", "");
        ask(
                "pairing.approve",
                JsonObject.with("code", code).with("owner", owner).build());
    }

    @Override
    public void close() {
        house.close();
        try {
            telegram.close();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
