package moltbot.systemtest.channel.discord;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.gateway.testdiscord.DiscordWorld;
import moltbot.gateway.testdiscord.Events;
import moltbot.gateway.testdiscord.StandInDiscord;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.systemtest.channel.MessengerContract;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;

/// A house with Discord turned on, and Discord in the test's hands. The house may end and begin again; Discord
/// stays.
final class DiscordHouse implements MessengerContract.Messenger {
    private final Path data;
    private final String listen;
    private final DiscordWorld world = new DiscordWorld();
    private final StandInDiscord discord;
    private TestHouse house;

    private DiscordHouse(Path data, ModelServer model, String more) throws Exception {
        this.data = data;
        this.listen = "127.0.0.1:" + TestHouse.freePort();
        this.discord = StandInDiscord.start(0, world);
        TestHouse.settings(
                data,
                "model:\n  provider: anthropic\n  anthropic-url: " + model.url()
                        + "\ndiscord:\n  enabled: true\n  url: "
                        + discord.url()
                        + "\nbudget:\n  turn-dollars: 1000\n  day-dollars: 1000\n  month-dollars: 1000\n" + more);
        this.house = start();
    }

    static DiscordHouse up(Path data, ModelServer model, String more) throws Exception {
        DiscordHouse house = new DiscordHouse(data, model, more);
        house.awaitState("connected");
        return house;
    }

    private TestHouse start() throws Exception {
        return TestHouse.up(
                data, listen, Map.of("ANTHROPIC_API_KEY", "sk-ant-test", "DISCORD_BOT_TOKEN", DiscordWorld.TOKEN));
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

    DiscordWorld world() {
        return world;
    }

    JsonObject state() {
        try (LinkClient gateway = house.link("gateway")) {
            return gateway.ask("channel.state", JsonObject.EMPTY).list("channels").objects().stream()
                    .filter(channel -> channel.text("channel").equals("discord"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    void awaitState(String wanted) {
        Await.until(
                "Discord to be " + wanted,
                MessengerContract.PATIENCE,
                () -> state().text("state").equals(wanted));
    }

    JsonObject ask(String operation, JsonObject head) {
        try (LinkClient control = house.link("control")) {
            return control.ask(operation, head);
        }
    }

    @Override
    public void writes(String person, long id, String text) {
        world.write(Events.message(DiscordWorld.talk(person), person, "Anna", number(id), text)
                .build());
    }

    /// The id of a message, by its place in time.
    static String number(long time) {
        return Long.toString(1_400_000_000_000_000_000L + 1_000 * time);
    }

    @Override
    public void commands(String person, long time, String name) {
        world.taps()
                .command(
                        person,
                        "Anna",
                        number(time),
                        JsonObject.with("id", "5")
                                .with("name", name)
                                .with("type", 1)
                                .build());
    }

    @Override
    public boolean offers(String person) {
        return world.taps().offers(DiscordWorld.talk(person));
    }

    @Override
    public void taps(String person, long time, String label) {
        world.taps().tap(person, "Anna", number(time), label);
    }

    @Override
    public List<String> sentTo(String person) {
        return world.sentTo(DiscordWorld.talk(person));
    }

    /// The texts a person got, once there are so many.
    List<String> got(String id, int count) {
        Await.until(
                count + " answers", MessengerContract.PATIENCE, () -> sentTo(id).size() >= count);
        return sentTo(id);
    }

    /// Lets a person in by the code they get; `id` is the number of the message they knock with.
    void letIn(String person, long id, boolean owner) {
        int before = sentTo(person).size();
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
            discord.close();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
