package moltbot.systemtest.channel.discord;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testdiscord.DiscordWorld;
import moltbot.gateway.testdiscord.Events;
import moltbot.gateway.testdiscord.StandInDiscord;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.systemtest.channel.MessengerHouse;

/// A house in Discord.
final class DiscordHouse extends MessengerHouse {
    private final DiscordWorld world;

    private DiscordHouse(DiscordWorld world, StandInDiscord discord, Path data, String settings) throws Exception {
        super("discord", discord::close, data, Map.of("DISCORD_BOT_TOKEN", DiscordWorld.TOKEN), settings);
        this.world = world;
    }

    static DiscordHouse up(Path data, ModelServer model, String more) throws Exception {
        DiscordWorld world = new DiscordWorld();
        StandInDiscord discord = StandInDiscord.start(0, world);
        return new DiscordHouse(world, discord, data, settings(model, "", "discord", discord.url(), more));
    }

    DiscordWorld world() {
        return world;
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
}
