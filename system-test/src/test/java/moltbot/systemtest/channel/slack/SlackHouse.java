package moltbot.systemtest.channel.slack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testslack.SlackEvents;
import moltbot.gateway.testslack.SlackWorld;
import moltbot.gateway.testslack.StandInSlack;
import moltbot.systemtest.channel.MessengerContract;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;

/// A house with Slack turned on, and Slack in the test's hands. The house may end and begin again; Slack
/// stays.
final class SlackHouse implements MessengerContract.Messenger {
    private final Path data;
    private final String listen;
    private final SlackWorld world = new SlackWorld();
    private final StandInSlack slack;
    private TestHouse house;

    private SlackHouse(Path data, ModelServer model, String more) throws Exception {
        this.data = data;
        this.listen = "127.0.0.1:" + TestHouse.freePort();
        this.slack = StandInSlack.start(0, world);
        TestHouse.settings(
                data,
                "model:\n  provider: anthropic\n  anthropic-url: " + model.url()
                        + "\nslack:\n  enabled: true\n  url: "
                        + slack.url()
                        + "\nbudget:\n  turn-dollars: 1000\n  day-dollars: 1000\n  month-dollars: 1000\n" + more);
        this.house = start();
    }

    static SlackHouse up(Path data, ModelServer model, String more) throws Exception {
        SlackHouse house = new SlackHouse(data, model, more);
        house.awaitState("connected");
        return house;
    }

    private TestHouse start() throws Exception {
        return TestHouse.up(
                data,
                listen,
                Map.of(
                        "ANTHROPIC_API_KEY",
                        "sk-ant-test",
                        "SLACK_BOT_TOKEN",
                        SlackWorld.BOT_TOKEN,
                        "SLACK_APP_TOKEN",
                        SlackWorld.APP_TOKEN));
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

    SlackWorld world() {
        return world;
    }

    JsonObject state() {
        try (LinkClient gateway = house.link("gateway")) {
            return gateway.ask("channel.state", JsonObject.EMPTY).list("channels").objects().stream()
                    .filter(channel -> channel.text("channel").equals("slack"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    void awaitState(String wanted) {
        Await.until(
                "Slack to be " + wanted,
                MessengerContract.PATIENCE,
                () -> state().text("state").equals(wanted));
    }

    JsonObject ask(String operation, JsonObject head) {
        try (LinkClient control = house.link("control")) {
            return control.ask(operation, head);
        }
    }

    @Override
    public void writes(String person, long time, String text) {
        world.write(SlackEvents.direct(person, time, text).build());
    }

    /// Somebody sends a file.
    void sends(String person, long time, String name, byte[] bytes) {
        world.write(SlackEvents.direct(person, time, "look at this")
                .with("subtype", "file_share")
                .with("files", JsonArray.of(List.of(world.files().keep(name, bytes, slack.url()))))
                .build());
    }

    @Override
    public void commands(String person, long time, String name) {
        world.tell(SlackEvents.slash(person, SlackEvents.talk(person), "13345224609.738474920." + time, name));
    }

    private Optional<SlackWorld.Sent> offered(String person) {
        return world.sent().stream()
                .filter(one -> one.channel().equals(SlackEvents.talk(person))
                        && !buttons(one).isEmpty())
                .reduce((_, later) -> later);
    }

    private static List<JsonObject> buttons(SlackWorld.Sent message) {
        return message.request().listOr("blocks", JsonArray.EMPTY).objects().stream()
                .filter(block -> block.text("type").equals("actions"))
                .flatMap(block -> block.list("elements").objects().stream())
                .toList();
    }

    @Override
    public boolean offers(String person) {
        return offered(person).isPresent();
    }

    @Override
    public void taps(String person, long time, String label) {
        SlackWorld.Sent message = offered(person).orElseThrow();
        JsonObject button = buttons(message).stream()
                .filter(one -> one.object("text").text("text").equals(label))
                .findFirst()
                .orElseThrow();
        world.tell(SlackEvents.tap(person, message, SlackEvents.number(time), button));
    }

    @Override
    public List<String> sentTo(String person) {
        return world.sentTo(SlackEvents.talk(person), "");
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
            slack.close();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
