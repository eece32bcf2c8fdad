package moltbot.systemtest.channel;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testtelegram.StandInTelegram;
import moltbot.gateway.testtelegram.TelegramWorld;
import moltbot.gateway.testtelegram.Updates;

/// A house in Telegram.
public final class TelegramHouse extends MessengerHouse {
    private final TelegramWorld world;

    private TelegramHouse(
            TelegramWorld world, StandInTelegram telegram, Path data, Map<String, String> keys, String settings)
            throws Exception {
        super("telegram", telegram::close, data, keys, settings);
        this.world = world;
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
        TelegramWorld world = new TelegramWorld();
        StandInTelegram telegram = StandInTelegram.start(0, world);
        Map<String, String> all = new HashMap<>(keys);
        all.put("TELEGRAM_BOT_TOKEN", TelegramWorld.TOKEN);
        return new TelegramHouse(
                world, telegram, data, all, settings(model, ofModel, "telegram", telegram.url(), more));
    }

    public TelegramWorld world() {
        return world;
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
}
