package moltbot.systemtest.channel.slack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testslack.SlackEvents;
import moltbot.gateway.testslack.SlackWorld;
import moltbot.gateway.testslack.StandInSlack;
import moltbot.systemtest.channel.MessengerHouse;

/// A house in Slack.
final class SlackHouse extends MessengerHouse {
    private final SlackWorld world;
    private final StandInSlack slack;

    private SlackHouse(SlackWorld world, StandInSlack slack, Path data, String settings) throws Exception {
        super(
                "slack",
                slack::close,
                data,
                Map.of("SLACK_BOT_TOKEN", SlackWorld.BOT_TOKEN, "SLACK_APP_TOKEN", SlackWorld.APP_TOKEN),
                settings);
        this.world = world;
        this.slack = slack;
    }

    static SlackHouse up(Path data, ModelServer model, String more) throws Exception {
        SlackWorld world = new SlackWorld();
        StandInSlack slack = StandInSlack.start(0, world);
        return new SlackHouse(world, slack, data, settings(model, "", "slack", slack.url(), more));
    }

    SlackWorld world() {
        return world;
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
}
