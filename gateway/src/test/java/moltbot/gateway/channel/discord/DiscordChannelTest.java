package moltbot.gateway.channel.discord;

import java.nio.file.Path;
import java.time.Duration;
import moltbot.gateway.channel.Capabilities;
import moltbot.gateway.channel.RepliesContract;
import org.junit.jupiter.api.io.TempDir;

/// Discord, behind a stand-in that speaks its Gateway and its HTTP API.
class DiscordChannelTest extends RepliesContract {
    @TempDir
    Path folder;

    @Override
    protected Messenger messenger() {
        return new DiscordMessenger(folder);
    }

    @Override
    protected Capabilities can() {
        return new Capabilities(2_000, true, true, 10, true, 60, Duration.ofSeconds(2));
    }
}
